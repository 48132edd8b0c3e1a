/** A request for permissions as lines that a person can strike. Pure. */
import type { Approval } from "@/api/types";
import { argumentWords, toolWords } from "./words";

export interface GrantLine {
  readonly text: string;
  readonly why: string;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function actionsOf(approval: Approval): readonly unknown[] {
  const { actions } = approval.arguments;
  return Array.isArray(actions) ? actions : [];
}

/** A constraint in words, where the server has none: what an argument must be, or the schema itself. */
function constraintWords(name: string, schema: unknown): string {
  const said = argumentWords(name);
  if (isObject(schema) && "const" in schema) return `${said} is ${JSON.stringify(schema.const)}`;
  if (isObject(schema) && Array.isArray(schema.enum))
    return `${said} is ${schema.enum.map((each) => JSON.stringify(each)).join(" or ")}`;
  return `${said}: ${JSON.stringify(schema)}`;
}

function lineOf(action: unknown): GrantLine {
  if (!isObject(action)) return { text: JSON.stringify(action), why: "" };
  const { tool, constraints, why, ...rest } = action;
  const { properties, ...other } = isObject(constraints) ? constraints : {};
  const said = isObject(properties)
    ? Object.entries(properties).map(([name, schema]) => constraintWords(name, schema))
    : [];
  const more = Object.entries({ ...other, ...rest }).map(([name, value]) => constraintWords(name, value));
  const what = typeof tool === "string" ? toolWords(tool) : JSON.stringify(tool);
  return {
    text: [what, ...said, ...more].join(", "),
    why: typeof why === "string" ? why : "",
  };
}

/** The lines in the server's words, a pair of details an action; else in words made from the actions. */
export function linesOf(approval: Approval): GrantLine[] {
  const actions = actionsOf(approval);
  const { details } = approval;
  if (details.length !== actions.length * 2) return actions.map(lineOf);
  return actions.map((_, index) => ({
    text: details[index * 2]?.value ?? "",
    why: details[index * 2 + 1]?.value ?? "",
  }));
}
