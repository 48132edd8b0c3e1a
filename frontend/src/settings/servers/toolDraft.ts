/** What an owner says of a server's tool, while they say it. Pure. */
import type { ServerTool, ToolChoices } from "@/api/types";

type Json = Record<string, unknown>;
type Role = NonNullable<ToolChoices["sinks"]>[string];
export type ResultField = NonNullable<ToolChoices["results"]>[number];

/** One argument of a tool, or a value within one: `items[].path`. */
export interface Place {
  readonly place: string;
  /** What the server says that it is. */
  readonly kind: string;
  readonly says: string;
  readonly required: boolean;
}

/** Places within places are followed so deep; deeper ones share the role of what they stand in. */
const DEEP = 3;
const MOST = 128;

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
const words = (value: unknown): string => (typeof value === "string" ? value : "");

function kindOf(schema: Json): string {
  if (Array.isArray(schema.enum)) return `one of ${schema.enum.map((each) => JSON.stringify(each)).join(", ")}`;
  const type = Array.isArray(schema.type) ? schema.type.join(" or ") : words(schema.type);
  const form = words(schema.format);
  return [type, form].filter((part) => part !== "").join(", ");
}

function* walk(schema: Json, before: string, depth: number): Generator<Place> {
  if (!isObject(schema.properties) || depth > DEEP) return;
  const required = Array.isArray(schema.required) ? schema.required : [];
  for (const [name, said] of Object.entries(schema.properties)) {
    const inner = isObject(said) ? said : {};
    const place = before + name;
    yield { place, kind: kindOf(inner), says: words(inner.description), required: required.includes(name) };
    yield* walk(inner, `${place}.`, depth + 1);
    if (isObject(inner.items)) yield* walk(inner.items, `${place}[].`, depth + 1);
  }
}

/** The arguments that a definition names, in its order, and those within them. */
export const placesOf = (schema: Json): Place[] => [...walk(schema, "", 1)].slice(0, MOST);

/** Nothing is known: it sends to anybody, nothing vouches for its arguments, and its results are from outside. */
const UNKNOWN: ToolChoices = { effect: "send", reach: "outside", brings: "other", offered: true };

export interface ToolDraft {
  readonly effect: ToolChoices["effect"];
  readonly reach: ToolChoices["reach"];
  readonly roles: Readonly<Record<string, Role>>;
  readonly ids: Readonly<Record<string, string>>;
  readonly boundBy: readonly string[];
  readonly results: readonly ResultField[];
  readonly brings: ToolChoices["brings"];
  readonly offered: boolean;
}

/** Whether the form is filled with the server's own suggestion, which nobody has agreed to yet. */
export const isSuggested = (tool: ServerTool): boolean => tool.choices === null && tool.proposal !== null;

/** The form as it begins: with what was set before, else with the suggestion, else with the safest. */
export function draftOf(tool: ServerTool): ToolDraft {
  const { effect, reach, sinks, ids, bound_by, results, brings, offered } = tool.choices ?? tool.proposal ?? UNKNOWN;
  return {
    effect,
    reach,
    roles: sinks ?? {},
    ids: ids ?? {},
    boundBy: bound_by ?? [],
    results: results ?? [],
    brings,
    offered,
  };
}

const typeOf = ({ role, id_type }: ResultField): string | null => (role === "id" && id_type !== "" ? (id_type ?? null) : null);

/** What is sent. Roles of arguments that the definition does not have any more, and types of what is no id, go. */
export function choicesOf(draft: ToolDraft, places: readonly Place[]): ToolChoices {
  const known = new Set(places.map(({ place }) => place));
  const roles = Object.entries(draft.roles).filter(([place]) => known.has(place));
  const ids = Object.entries(draft.ids).filter(([place, type]) => draft.roles[place] === "id" && known.has(place) && type);
  return {
    effect: draft.effect,
    reach: draft.reach,
    sinks: Object.fromEntries(roles),
    ids: Object.fromEntries(ids),
    bound_by: draft.boundBy.filter((place) => known.has(place)),
    results: draft.results.map((field) => ({ ...field, id_type: typeOf(field) })),
    brings: draft.brings,
    offered: draft.offered,
  };
}

/** The draft with a role for one argument; null for none. */
export function withRole(draft: ToolDraft, place: string, role: Role | null): ToolDraft {
  const roles = Object.fromEntries(Object.entries(draft.roles).filter(([name]) => name !== place));
  return { ...draft, roles: role === null ? roles : { ...roles, [place]: role } };
}

export const NEW_FIELD: ResultField = {
  path: "",
  integrity: "external",
  secrecy: "private",
  role: null,
  id_type: null,
  names: false,
};

export type { Role };
