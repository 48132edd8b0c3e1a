/** Audit records in words. What is not known here is shown as it is: the record is the truth, not these words. */
import type { Told } from "@/approval/reasons";
import type { AuditRecord, Origin, Reason } from "@/api/types";

/** `call.asked` as `Call asked`. */
export function kindInWords(kind: string): string {
  const words = kind.replace(/[._]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

type Data = Readonly<Record<string, unknown>>;

const VERDICTS: ReadonlySet<unknown> = new Set<Reason["verdict"]>(["allow", "ask", "deny"]);

const listIn = (data: Data, name: string): readonly Data[] => {
  const { [name]: found } = data;
  return Array.isArray(found) ? found.filter((each): each is Data => typeof each === "object" && each !== null) : [];
};

const textIn = (data: Data, name: string): string => (typeof data[name] === "string" ? data[name] : "");

/** The reasons of a decision, as far as the record holds them. */
export function reasonsOf(data: Data): Told[] {
  return listIn(data, "reasons").flatMap((each) => {
    const text = textIn(each, "text") || textIn(each, "code");
    if (text === "" || !VERDICTS.has(each.verdict)) return [];
    return [{ source: textIn(each, "source") as Told["source"], verdict: each.verdict as Told["verdict"], text }];
  });
}

const ORIGINS: ReadonlySet<unknown> = new Set<Origin["origin"]>([
  "person",
  "whitelist",
  "named",
  "default",
  "read",
  "composed",
]);

/** Where the arguments came from, as far as the record holds it: no quotes, which could be private. */
export function originsOf(data: Data): Origin[] {
  return listIn(data, "origins")
    .filter((each) => ORIGINS.has(each.origin))
    .map((each) => ({
      argument: textIn(each, "argument"),
      sink: null,
      value: "",
      origin: each.origin as Origin["origin"],
      licensed: each.licensed === true,
      outside: each.outside === true,
      pointed: false,
      source: textIn(each, "source"),
      call_id: null,
      field: "",
      quote: "",
    }));
}

/** What a call was asked to do, where the record is about one. */
export function callOf(data: Data): { tool: string; values: Data } | null {
  const { arguments: values } = data;
  if (typeof data.tool !== "string" || typeof values !== "object" || values === null) return null;
  const told = Object.entries(values).map(([name, each]) => [name, whole(each)] as const);
  return { tool: data.tool, values: Object.fromEntries(told) };
}

/** A long text is recorded as its start, its length and its hash; here its start stands for it. */
function whole(value: unknown): unknown {
  const { start, sha256 } = (value ?? {}) as Data;
  return typeof start === "string" && typeof sha256 === "string" ? `${start}…` : value;
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
