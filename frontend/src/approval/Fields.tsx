/** The whole call as it will be: every argument by its name, as it is, and where it comes from. */
import type { Origin } from "@/api/types";
import { Chips } from "./Chips";
import classes from "./Fields.module.css";
import { LongText } from "./LongText";
import { originsOf, outsideFirst, strayOrigins } from "./origins";
import { Visible } from "./Visible";
import { argumentWords } from "./words";

const NO_ORIGINS: readonly Origin[] = [];

type Values = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

const asText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value, null, 2));

const isList = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && value.length > 0 && value.every(isPlain);

const SHORT = 48;

/** Whether a value and its chip stand well on one line. */
const isShort = (value: unknown): boolean => {
  const text = asText(value);
  return text.length <= SHORT && !text.includes("\n");
};

interface ValueProps {
  name: string;
  value: unknown;
  origins: readonly Origin[];
  runId: string | null;
}

/** A value with its chips: amber ones before it, so that they are read first. */
function Value({ name, value, origins, runId }: ValueProps) {
  const outside = origins.some((one) => one.outside);
  const chips = <Places name={name} origins={origins} runId={runId} />;
  return (
    <div className={isShort(value) && !outside ? classes.line : classes.block}>
      {outside && chips}
      {typeof value === "boolean" ? (
        <span className={classes.text}>{value ? "yes" : "no"}</span>
      ) : (
        <LongText text={asText(value)} name={argumentWords(name)} />
      )}
      {!outside && chips}
    </div>
  );
}

/** A list of plain values, each with its own chips; where all come from the same, that is said once. */
function List({ name, value, origins, runId }: ValueProps & { value: readonly unknown[] }) {
  const ofItem = value.map((_, index) => originsOf(`${name}[${index}]`, origins));
  const told = ofItem.flat();
  const apart = told.length === origins.length && kindsOf(told) > 1;
  const items = value.map((each, index) => (
    <li key={index}>
      <Value
        name={`${name} ${index + 1}`}
        value={each}
        origins={apart ? (ofItem[index] ?? NO_ORIGINS) : NO_ORIGINS}
        runId={runId}
      />
    </li>
  ));
  const chips = !apart && <Places name={name} origins={origins} runId={runId} />;
  const outside = origins.some((one) => one.outside);
  return (
    <>
      {outside && chips}
      <ul className={classes.list}>{items}</ul>
      {!outside && chips}
    </>
  );
}

const kindsOf = (origins: readonly Origin[]): number =>
  new Set(origins.map((one) => `${one.origin} ${one.source} ${String(one.outside)}`)).size;

/** An argument of several places, each from somewhere else: the chips say which. */
function Places({ name, origins, runId }: { name: string; origins: readonly Origin[]; runId: string | null }) {
  const apart = new Map<string, Origin[]>();
  for (const one of origins) apart.set(one.argument, [...(apart.get(one.argument) ?? []), one]);
  if (apart.size < 2 || kindsOf(origins) < 2) return <Chips origins={origins} runId={runId} />;
  return (
    <ul className={classes.places}>
      {[...apart]
        .sort(([, one], [, other]) => Number(other[0]?.outside) - Number(one[0]?.outside))
        .map(([place, inside]) => (
          <li key={place}>
            <span className={classes.place}>
              <Visible text={place.startsWith(name) ? place.slice(name.length).replace(/^\./, "") : place} />
            </span>
            <Chips origins={inside} runId={runId} />
          </li>
        ))}
    </ul>
  );
}

interface FieldsProps {
  values: Values;
  origins?: readonly Origin[];
  runId?: string | null;
}

export function Fields({ values, origins = NO_ORIGINS, runId = null }: FieldsProps) {
  const names = Object.keys(values);
  const strays = strayOrigins(names, origins);
  if (names.length === 0 && strays.length === 0) return <p className={classes.nothing}>Nothing else is handed over.</p>;
  return (
    <dl className={classes.fields}>
      {outsideFirst(names, origins).map((name) => {
        const its = originsOf(name, origins);
        const outside = its.some((one) => one.outside);
        const value = values[name];
        return (
          <div key={name} data-outside={outside || undefined}>
            <dt title={name}>
              <Visible text={argumentWords(name)} />
            </dt>
            <dd>
              {isList(value) ? (
                <List name={name} value={value} origins={its} runId={runId} />
              ) : (
                <Value name={name} value={value} origins={its} runId={runId} />
              )}
            </dd>
          </div>
        );
      })}
      {strays.map((one) => (
        <div key={one.argument} data-outside={one.outside || undefined}>
          <dt>
            <Visible text={one.argument} />
          </dt>
          <dd>
            <Chips origins={[one]} runId={runId} />
            <LongText text={one.value} name={one.argument} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Only where each argument comes from, for a call that is shown in another way. */
export function WhereFrom({ values, origins, runId }: Required<FieldsProps>) {
  if (origins.length === 0) return null;
  const names = Object.keys(values);
  return (
    <dl className={classes.where} aria-label="Where it comes from">
      {outsideFirst(names, origins).map((name) => {
        const its = originsOf(name, origins);
        return (
          its.length > 0 && (
            <div key={name}>
              <dt title={name}>
                <Visible text={argumentWords(name)} />
              </dt>
              <dd>
                <Places name={name} origins={its} runId={runId} />
              </dd>
            </div>
          )
        );
      })}
      {strayOrigins(names, origins).map((one) => (
        <div key={one.argument}>
          <dt>
            <Visible text={one.argument} />
          </dt>
          <dd>
            <Chips origins={[one]} runId={runId} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
