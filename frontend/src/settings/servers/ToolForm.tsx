/** What the owner says of one tool: what it does, who sees it, what its arguments and results are. */
import { Button, NativeSelect, Switch } from "@mantine/core";
import { useMemo, useState } from "react";
import { useWrite } from "@/api/hooks";
import type { ServerTool, ToolDefinition } from "@/api/types";
import { Icon } from "@/ui/icons";
import { Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import panel from "../Panel.module.css";
import { ArgumentFields } from "./ArgumentFields";
import { ResultFields } from "./ResultFields";
import classes from "./Servers.module.css";
import { choicesOf, draftOf, isSuggested, placesOf, type ToolDraft } from "./toolDraft";
import { EFFECTS, REACHES } from "./toolWords";

interface ToolFormProps {
  serverId: string;
  tool: ServerTool;
  definition: ToolDefinition;
}

export function ToolForm({ serverId, tool, definition }: ToolFormProps) {
  const [draft, setDraft] = useState<ToolDraft>(() => draftOf(tool));
  const places = useMemo(() => placesOf(definition.input_schema), [definition.input_schema]);
  const approve = useWrite("approve_server_tool");
  const tell = useToast();
  const again = tool.state === "approved";
  const submit = () =>
    approve.mutate(
      {
        path: { server_id: serverId, tool: tool.name },
        body: { hash: definition.hash, choices: choicesOf(draft, places) },
      },
      { onSuccess: () => tell(again ? "Saved" : `${tool.name} is approved`) },
    );
  return (
    <form
      className={classes.form}
      aria-label={`What ${tool.name} is`}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h4>You say</h4>
      {isSuggested(tool) && (
        <p className={classes.suggested}>
          <Icon name="outside" size={16} />
          <span>Filled in as suggested by the server, which may be wrong. It counts only once you approve it.</span>
        </p>
      )}
      <div className={panel.pairOfFields}>
        <NativeSelect
          label="What it does"
          description="The gravest of what it can do."
          data={EFFECTS.map((each) => ({ ...each }))}
          value={draft.effect}
          onChange={({ currentTarget: { value } }) =>
            setDraft({ ...draft, effect: EFFECTS.find((each) => each.value === value)?.value ?? draft.effect })
          }
        />
        <NativeSelect
          label="Who sees what it is told"
          description="What you write may reach them."
          data={REACHES.map((each) => ({ ...each }))}
          value={draft.reach}
          onChange={({ currentTarget: { value } }) =>
            setDraft({ ...draft, reach: REACHES.find((each) => each.value === value)?.value ?? draft.reach })
          }
        />
      </div>
      <ArgumentFields draft={draft} places={places} onChange={setDraft} />
      <ResultFields draft={draft} onChange={setDraft} />
      <Switch
        label="The assistant may use it"
        description="What it does then still goes through your rules and questions."
        checked={draft.offered}
        onChange={(event) => setDraft({ ...draft, offered: event.currentTarget.checked })}
      />
      {approve.isError && <Wrong error={approve.error} safe="What was approved before is what it was." />}
      <div className={panel.buttons}>
        <Button type="submit" loading={approve.isPending}>
          {again ? "Save what I said" : "Approve this definition"}
        </Button>
      </div>
    </form>
  );
}
