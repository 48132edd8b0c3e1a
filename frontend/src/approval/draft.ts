/** A call's arguments as fields that a person can change: each value by its JSON type. Pure. */

/** `lines`: a list of texts, one a line. `json`: whatever has no simpler form. */
export type Kind = "text" | "long" | "number" | "switch" | "lines" | "json";

export type Values = Readonly<Record<string, unknown>>;

export interface FieldDraft {
  readonly name: string;
  readonly kind: Kind;
  /** What stands in the field; a switch has `true` or `false`. */
  readonly text: string;
}

export type Read = { readonly value: unknown } | { readonly problem: string };

const LONG = 60;

const isLine = (value: unknown): boolean => typeof value === "string" && value !== "" && !value.includes("\n");

export function kindOf(value: unknown): Kind {
  if (typeof value === "string") return value.length > LONG || value.includes("\n") ? "long" : "text";
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "switch";
  return Array.isArray(value) && value.length > 0 && value.every(isLine) ? "lines" : "json";
}

export function draftOf(values: Values): FieldDraft[] {
  return Object.entries(values).map(([name, value]) => {
    const kind = kindOf(value);
    if (kind === "lines") return { name, kind, text: (value as string[]).join("\n") };
    if (kind === "json") return { name, kind, text: JSON.stringify(value, null, 2) };
    return { name, kind, text: String(value) };
  });
}

function json(text: string): Read {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { problem: `This is not JSON yet: ${why}` };
  }
}

/** The value that a field stands for, or what keeps it from being one. */
export function read({ kind, text }: FieldDraft): Read {
  switch (kind) {
    case "text":
    case "long":
      return { value: text };
    case "switch":
      return { value: text === "true" };
    case "number": {
      const number = Number(text);
      return text.trim() === "" || !Number.isFinite(number) ? { problem: "This must be a number." } : { value: number };
    }
    case "lines":
      return { value: text.split("\n").filter((line) => line.trim() !== "") };
    case "json":
      return json(text);
  }
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The names of the fields whose value is another than the call's. One that cannot be read is changed, too. */
export function changedIn(fields: readonly FieldDraft[], values: Values): ReadonlySet<string> {
  const changed = fields.filter((field) => {
    const found = read(field);
    return !("value" in found) || !same(found.value, values[field.name]);
  });
  return new Set(changed.map(({ name }) => name));
}

/** The arguments that the fields stand for; null while one of them cannot be read. */
export function valuesOf(fields: readonly FieldDraft[]): Values | null {
  const values: [string, unknown][] = [];
  for (const field of fields) {
    const found = read(field);
    if (!("value" in found)) return null;
    values.push([field.name, found.value]);
  }
  return Object.fromEntries(values);
}

export interface Refused {
  readonly name: string;
  /** What is wrong with it; it stands below the field, which has its name. */
  readonly text: string;
}

/** Which field the server's refusal is about, where it begins by naming one: `to/0: …`. */
export function refusedField(message: string, names: readonly string[]): Refused | null {
  const [, name, text] = /^([^:/]+)(?:\/[^:]*)?: (.*)/s.exec(message) ?? [];
  return name !== undefined && text !== undefined && names.includes(name) ? { name, text } : null;
}
