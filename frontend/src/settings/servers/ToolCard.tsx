/** One tool of a server: what the server says that it is, what changed of that, and what the owner says. */
import { clsx } from "clsx";
import { useId, useState } from "react";
import type { ServerTool } from "@/api/types";
import { DiffView } from "@/approval/DiffView";
import { Visible } from "@/approval/Visible";
import { Ago } from "@/ui/Ago";
import { Icon } from "@/ui/icons";
import panel from "../Panel.module.css";
import classes from "./Servers.module.css";
import { ToolForm } from "./ToolForm";
import { EFFECTS, TOOL_STATES } from "./toolWords";

function Definition({ tool }: { tool: ServerTool }) {
  const definition = tool.current ?? tool.approved;
  if (definition === null) return null;
  const { description, input_schema, output_schema, annotations } = definition;
  return (
    <div className={classes.definition}>
      <h4>The server says</h4>
      <blockquote className={classes.said}>
        {description === "" ? "Nothing about what it does." : <Visible text={description} />}
      </blockquote>
      <details>
        <summary>Its definition, whole</summary>
        {/* Scrolls, by keyboard too. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <pre tabIndex={0} className={classes.schema} aria-label="Definition">
          <Visible text={JSON.stringify({ input_schema, output_schema, annotations }, null, 2)} />
        </pre>
      </details>
    </div>
  );
}

/** What the owner said of it last, else what the server says, in few words. */
function summaryOf(tool: ServerTool): string {
  if (tool.choices === null) return tool.current === null ? tool.reason : `The server says: “${tool.current.description}”`;
  const effect = EFFECTS.find(({ value }) => value === tool.choices?.effect)?.label ?? "";
  return tool.state === "approved" && !tool.choices.offered ? `${effect}; kept from the assistant` : effect;
}

export function ToolCard({ serverId, tool }: { serverId: string; tool: ServerTool }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const { says } = TOOL_STATES[tool.state];
  return (
    <li>
      <h3 className={classes.toolHead}>
        <button
          type="button"
          className={clsx(panel.row, classes.link)}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? "down" : "right"} size={16} className={panel.mark} />
          <span className={panel.main}>
            <span className={classes.toolName}>
              <Visible text={tool.name} />
            </span>
            <span className={clsx(panel.hint, classes.clip)}>
              <Visible text={summaryOf(tool)} />
            </span>
          </span>
          <span className={classes.state} data-state={tool.state}>
            {TOOL_STATES[tool.state].label}
          </span>
        </button>
      </h3>
      {open && (
        <div id={id} className={classes.tool}>
          <p>
            {says}
            {tool.reason !== "" && <Visible text={tool.reason} />}
            {tool.approved_at !== null && (
              <span className={panel.hint}>
                {" "}
                Approved <Ago at={tool.approved_at} />.
              </span>
            )}
          </p>
          {tool.difference !== "" && (
            <section aria-label="What changed since it was approved">
              <h4>What changed since it was approved</h4>
              <DiffView diff={tool.difference} />
            </section>
          )}
          <Definition tool={tool} />
          {tool.current !== null && (
            <ToolForm key={tool.current.hash} serverId={serverId} tool={tool} definition={tool.current} />
          )}
        </div>
      )}
    </li>
  );
}
