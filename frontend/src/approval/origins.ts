/** Where the values of a call come from, in the person's words. Pure. */
import type { Origin } from "@/api/types";
import { sourcePlainly } from "./plain";

/** How loud a chip is: what is licensed is quiet, what somebody else could have written is amber. */
export type Tone = "quiet" | "open" | "outside";

export interface ChipWords {
  readonly tone: Tone;
  readonly words: string;
}

/** Longest name of a source on a chip: somebody else may have chosen it. The passage shows all of it. */
const SHOWN = 90;

const shortened = (text: string): string => {
  const signs = Array.from(text);
  return signs.length > SHOWN ? `${signs.slice(0, SHOWN).join("")}…` : text;
};

export function chipOf(one: Origin): ChipWords {
  const tone: Tone = one.outside ? "outside" : one.licensed ? "quiet" : "open";
  const source = shortened(sourcePlainly(one.source));
  switch (one.origin) {
    case "person":
      return { tone, words: one.licensed ? "you wrote this" : "you wrote this earlier" };
    case "whitelist":
      return { tone, words: "your whitelist" };
    case "default":
      return { tone, words: "by default" };
    case "named":
      return { tone, words: `what you named: ${source}` };
    case "read":
      return { tone, words: `from ${source === "" ? "what was read" : source}` };
    case "composed":
      return { tone, words: "the assistant’s own words" };
  }
}

/** Whether there is something to look at behind a chip. */
export const hasPassage = (one: Origin): boolean => one.call_id !== null || one.quote !== "";

const belongs = (place: string, name: string): boolean =>
  place === name || place.startsWith(`${name}.`) || place.startsWith(`${name}[`);

/** The origins of one argument: those of its own place, and of every place within it. */
export const originsOf = (name: string, origins: readonly Origin[]): Origin[] =>
  origins.filter((one) => belongs(one.argument, name));

/** Origins of no argument that is shown. They are told all the same. */
export const strayOrigins = (names: readonly string[], origins: readonly Origin[]): Origin[] =>
  origins.filter((one) => !names.some((name) => belongs(one.argument, name)));

/** The names, those first whose value somebody else could have written. */
export function outsideFirst(names: readonly string[], origins: readonly Origin[]): string[] {
  const outside = new Set(names.filter((name) => originsOf(name, origins).some((one) => one.outside)));
  return [...names.filter((name) => outside.has(name)), ...names.filter((name) => !outside.has(name))];
}

/** Origins that would make the same chip are one; amber ones come first. */
export function distinct(origins: readonly Origin[]): Origin[] {
  const seen = new Map<string, Origin>();
  for (const one of origins) {
    const key = JSON.stringify([chipOf(one), one.call_id, one.quote]);
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()].sort((one, other) => Number(other.outside) - Number(one.outside));
}
