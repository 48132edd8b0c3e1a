/** A refused call as a sentence in the person's own name, for them to read, change and send. Pure. */
import { visibleText } from "./visible";
import { argumentWords, toolWords } from "./words";

const LONGEST = 400;

/** One line, with nothing in it that cannot be seen. What is too long to be read at a glance is left to the person. */
function said(value: unknown): string {
  if (Array.isArray(value)) return value.map(said).join(" and ");
  const text = visibleText(typeof value === "string" ? value : JSON.stringify(value)).replace(/\s+/g, " ");
  const signs = Array.from(text);
  return signs.length > LONGEST ? `“${signs.slice(0, LONGEST).join("")}…”` : `“${text}”`;
}

/** `Yes, do this: mail: send message, to “bob@example.org”, subject “Hello”.` */
export function requestFor(tool: string, values: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(values).map(([name, value]) => `${argumentWords(name)} ${said(value)}`);
  return `Yes, do this: ${[toolWords(tool), ...given].join(", ")}.`;
}
