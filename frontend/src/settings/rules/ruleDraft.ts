/** A rule while it is written: as fields where each bound argument has one exact value, else as JSON. Pure. */
import type { Rule, RuleChange } from "@/api/types";
import { contractTime } from "@/ui/when";

/** One argument and the value it must have; `json` says that the value is written as JSON, not as plain text. */
export interface Pin {
  readonly name: string;
  readonly value: string;
  readonly json: boolean;
}

type Door = NonNullable<Rule["context"]["adapters"]>[number];

export interface RuleDraft {
  readonly verdict: Rule["verdict"];
  readonly tool: string;
  /** Null where the constraints are written as JSON. */
  readonly pins: readonly Pin[] | null;
  readonly json: string;
  readonly untainted: boolean;
  /** In the form of `datetime-local`, in the person's own time; empty for no end. */
  readonly until: string;
  readonly uses: number | "";
  readonly doors: readonly Door[];
  readonly interactive: boolean | null;
  readonly remote: boolean | null;
}

export const DOORS: readonly { value: Door; label: string }[] = [
  { value: "web", label: "This web page" },
  { value: "local_system", label: "Apps of this machine" },
  { value: "secure_network", label: "Your other devices" },
  { value: "mcp_server", label: "Programs that speak MCP" },
  { value: "ollama", label: "Programs that speak Ollama’s protocol" },
  { value: "openai", label: "Programs that speak OpenAI’s protocol" },
];

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

/** The exact values that are all that these constraints say; null where they say anything else. */
export function pinsOf(constraints: Json): Pin[] | null {
  if (Object.keys(constraints).length === 0) return [];
  const { properties, required, ...rest } = constraints;
  if (Object.keys(rest).length > 0 || !isObject(properties) || !Array.isArray(required)) return null;
  const names = Object.keys(properties);
  if (required.length !== names.length || names.some((name) => !required.includes(name))) return null;
  const pins = names.map((name): Pin | null => {
    const said = properties[name];
    if (!isObject(said) || Object.keys(said).join() !== "const") return null;
    const json = typeof said.const !== "string";
    return { name, value: json ? JSON.stringify(said.const) : String(said.const), json };
  });
  return pins.every((pin) => pin !== null) ? pins : null;
}

/** What the draft binds, or what is wrong with it in a sentence. */
export function constraintsOf(draft: Pick<RuleDraft, "pins" | "json">): { constraints: Json } | { wrong: string } {
  if (draft.pins === null) {
    try {
      const read: unknown = JSON.parse(draft.json);
      return isObject(read) ? { constraints: read } : { wrong: "This must be an object: { … }." };
    } catch (error) {
      return { wrong: `This is not JSON: ${error instanceof Error ? error.message : ""}` };
    }
  }
  const properties: Json = Object.create(null) as Json;
  for (const pin of draft.pins) {
    const name = pin.name.trim();
    if (name === "") return { wrong: "An argument has no name." };
    if (name in properties) return { wrong: `“${name}” is there twice.` };
    try {
      properties[name] = { const: pin.json ? (JSON.parse(pin.value) as unknown) : pin.value };
    } catch {
      return { wrong: `The value of “${name}” is not JSON. Plain text needs “Text”.` };
    }
  }
  const required = Object.keys(properties);
  return { constraints: required.length === 0 ? {} : { properties: { ...properties }, required } };
}

export const EMPTY: RuleDraft = {
  verdict: "ask",
  tool: "",
  pins: [],
  json: "{}",
  untainted: false,
  until: "",
  uses: "",
  doors: [],
  interactive: null,
  remote: null,
};

const pad = (number: number): string => String(number).padStart(2, "0");

/** A time of the contract as a field shows it: in the person's own time, to the minute. */
export function localTime(at: string): string {
  const time = new Date(at);
  const day = `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())}`;
  return `${day}T${pad(time.getHours())}:${pad(time.getMinutes())}`;
}

export function draftOf(rule: Rule): RuleDraft {
  return {
    verdict: rule.verdict,
    tool: rule.tool,
    pins: rule.readable ? pinsOf(rule.constraints) : null,
    json: JSON.stringify(rule.constraints, null, 2),
    untainted: rule.untainted,
    until: rule.until === null ? "" : localTime(rule.until),
    uses: rule.uses_left ?? "",
    doors: rule.context.adapters ?? [],
    interactive: rule.context.interactive ?? null,
    remote: rule.context.remote ?? null,
  };
}

/** The draft as a rule that does not exist yet; `constraints` as `constraintsOf` gave them. */
export function newRule(draft: RuleDraft, constraints: Json) {
  const context = { adapters: [...draft.doors], interactive: draft.interactive, remote: draft.remote };
  return {
    verdict: draft.verdict,
    tool: draft.tool.trim(),
    constraints,
    untainted: draft.untainted,
    context,
    ...(draft.until === "" ? {} : { until: contractTime(new Date(draft.until)) }),
    ...(draft.uses === "" ? {} : { uses_left: draft.uses }),
  };
}

/** Only what the person changed, so that what happened to the rule meanwhile stays; null for nothing. */
export function changesOf(rule: Rule, draft: RuleDraft, constraints: Json): RuleChange | null {
  const before = draftOf(rule);
  const old = newRule(before, rule.constraints);
  const made = newRule(draft, constraints);
  const change: RuleChange = {
    ...(made.verdict === old.verdict ? {} : { verdict: made.verdict }),
    ...(JSON.stringify(constraints) === JSON.stringify(rule.constraints) ? {} : { constraints }),
    ...(JSON.stringify(made.context) === JSON.stringify(old.context) ? {} : { context: made.context }),
    ...(made.untainted === old.untainted ? {} : { untainted: made.untainted }),
    ...(draft.until === before.until ? {} : { until: made.until ?? null }),
    ...(draft.uses === before.uses ? {} : { uses_left: made.uses_left ?? null }),
  };
  return Object.keys(change).length === 0 ? null : change;
}

/** What would bring a revoked rule back; null where that cannot be done without making it wider. */
export function revived(rule: Rule) {
  if (!rule.readable || rule.conversation_id !== null || rule.run_id !== null) return null;
  return {
    verdict: rule.verdict,
    tool: rule.tool,
    constraints: rule.constraints,
    context: rule.context,
    untainted: rule.untainted,
    ...(rule.until === null ? {} : { until: rule.until }),
    ...(rule.uses_left === null ? {} : { uses_left: rule.uses_left }),
  };
}
