/** Audit records in words. What is not known here is shown as it is: the record is the truth, not these words. */
import type { AuditRecord } from "@/api/types";

const VERDICT: Readonly<Record<string, string>> = { allow: "Allowed", ask: "Asked", deny: "Denied" };

/** `call.asked` as `Call asked`. */
export function kindInWords(kind: string): string {
  const words = kind.replace(/[._]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export interface ReasonInWords {
  readonly verdict: string;
  readonly text: string;
}

export function reasonsOf(data: Readonly<Record<string, unknown>>): ReasonInWords[] {
  const { reasons } = data;
  if (!Array.isArray(reasons)) return [];
  return reasons.flatMap((each: unknown) => {
    const { verdict, text, code } = (each ?? {}) as Record<string, unknown>;
    const said = typeof text === "string" ? text : typeof code === "string" ? code : null;
    return said === null
      ? []
      : [{ verdict: typeof verdict === "string" ? (VERDICT[verdict] ?? verdict) : "", text: said }];
  });
}

const TELLING = ["summary", "sentence", "path", "target", "name", "title", "code", "state", "message"];

/** The one line of a record that says most. */
export function gist({ data }: AuditRecord): string {
  const tool = typeof data.tool === "string" ? data.tool : "";
  const inside = (data.arguments ?? {}) as Record<string, unknown>;
  const found = [...TELLING.map((name) => data[name]), ...TELLING.map((name) => inside[name])].find(
    (value) => typeof value === "string" && value !== "",
  );
  const said = typeof found === "string" ? found : (reasonsOf(data)[0]?.text ?? "");
  return [tool, said].filter((part) => part !== "").join(" · ");
}

/** A day as the person means it, as the two ends of it in the contract's form of time. */
export function startOf(day: string): string | undefined {
  return ofLocal(day, "00:00:00.000");
}

export function endOf(day: string): string | undefined {
  return ofLocal(day, "23:59:59.999");
}

function ofLocal(day: string, time: string): string | undefined {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T${time}`) : NaN;
  return Number.isNaN(at) ? undefined : new Date(at).toISOString().replace(/\.(\d{3})Z$/, ".$1000Z");
}

export const isKind = (text: string): boolean => /^[a-z_]{1,40}(\.[a-z_]{1,40})?$/.test(text);
export const isId = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(text);
