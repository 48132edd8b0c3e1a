/** The role of each argument, which says what may vouch for it; and what a remembered yes is bound to. */
import { NativeSelect, Switch, TextInput } from "@mantine/core";
import { Visible } from "@/approval/Visible";
import panel from "../Panel.module.css";
import classes from "./Servers.module.css";
import { type Place, type ToolDraft, withRole } from "./toolDraft";
import { NO_ROLE, ROLES } from "./toolWords";

interface ArgumentFieldsProps {
  draft: ToolDraft;
  places: readonly Place[];
  onChange: (draft: ToolDraft) => void;
}

const OPTIONS = [
  { value: NO_ROLE, label: "Not said: nothing vouches for it" },
  ...ROLES.map(({ value, label }) => ({ value, label })),
];

function Argument({ draft, place, onChange }: Omit<ArgumentFieldsProps, "places"> & { place: Place }) {
  const name = place.place;
  const role = draft.roles[name];
  const bound = draft.boundBy.includes(name);
  return (
    <li className={classes.argument}>
      <div className={panel.main}>
        <span>
          <code>
            <Visible text={name} />
          </code>{" "}
          <span className={panel.hint}>
            <Visible text={[place.kind, place.required ? "required" : ""].filter((part) => part !== "").join(", ")} />
          </span>
        </span>
        {place.says !== "" && (
          <span className={panel.hint}>
            <Visible text={place.says} />
          </span>
        )}
      </div>
      <div className={classes.role}>
        <NativeSelect
          aria-label={`Role of ${name}`}
          description={ROLES.find(({ value }) => value === role)?.says ?? "A call with it asks you, whatever it says."}
          inputWrapperOrder={["input", "description"]}
          data={OPTIONS}
          value={role ?? NO_ROLE}
          onChange={({ currentTarget: { value } }) =>
            onChange(withRole(draft, name, ROLES.find((each) => each.value === value)?.value ?? null))
          }
        />
        {role === "id" && (
          <TextInput
            label="An id of what"
            aria-label={`What ${name} identifies`}
            description="The same word as in the results that it comes from."
            placeholder="mail"
            maxLength={64}
            pattern="[a-z][a-z0-9_.\-]*"
            spellCheck={false}
            value={draft.ids[name] ?? ""}
            onChange={({ currentTarget: { value } }) => onChange({ ...draft, ids: { ...draft.ids, [name]: value } })}
          />
        )}
        {!/[.[]/.test(name) && (
          <Switch
            size="xs"
            label="A remembered yes is for this value only"
            aria-label={`A remembered yes is for this value of ${name} only`}
            checked={bound}
            onChange={({ currentTarget: { checked } }) =>
              onChange({
                ...draft,
                boundBy: checked ? [...draft.boundBy, name] : draft.boundBy.filter((each) => each !== name),
              })
            }
          />
        )}
      </div>
    </li>
  );
}

export function ArgumentFields({ draft, places, onChange }: ArgumentFieldsProps) {
  return (
    <fieldset className={panel.fieldset}>
      <legend>Its arguments</legend>
      {places.length === 0 ? (
        <p className={panel.hint}>It names none.</p>
      ) : (
        <ul className={classes.arguments}>
          {places.map((place) => (
            <Argument key={place.place} draft={draft} place={place} onChange={onChange} />
          ))}
        </ul>
      )}
    </fieldset>
  );
}
