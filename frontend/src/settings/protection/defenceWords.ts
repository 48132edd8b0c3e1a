/** The defences, each in one plain sentence. */
import type { Defences } from "@/api/types";
import type { NumberField } from "../NumbersForm";

type Named<T> = { readonly [Name in keyof Defences]: Defences[Name] extends T ? Name : never }[keyof Defences];

export const SWITCHES: readonly { name: Named<boolean>; label: string; says: string }[] = [
  {
    name: "extended_sanitiser",
    label: "Take out more words that look like orders",
    says: "Also rarer ones, such as “disregard all” or “pretend you are”. The plainest are always taken out.",
  },
  {
    name: "canary",
    label: "Notice when the assistant gives its instructions away",
    says: "They hold a random word. An action that says it is blocked, and you are told.",
  },
];

export const WATCHES: readonly { name: "screening" | "validation"; label: string; says: string }[] = [
  {
    name: "screening",
    label: "A second model looks at what comes from outside",
    says: "Flag tells you of its doubt; block keeps the text from the assistant, also when the second model fails.",
  },
  {
    name: "validation",
    label: "A second model looks at what the assistant wants to do",
    says: "Flag writes its doubt on the card; block refuses the action, also when the second model fails.",
  },
];

export const STEPS = [
  { value: "off", label: "Off" },
  { value: "flag", label: "Flag" },
  { value: "block", label: "Block" },
] as const;

export const NUMBERS: readonly NumberField<Named<number>>[] = [
  {
    name: "screener_seconds",
    label: "Seconds for the second model",
    says: "Then it counts as failed.",
    least: 1,
    most: 120,
  },
  { name: "web_characters", label: "Characters of a page", says: "The rest is cut off.", least: 500, most: 60_000 },
  { name: "mail_characters", label: "Characters of a mail", says: "The rest is cut off.", least: 500, most: 60_000 },
  {
    name: "other_characters",
    label: "Characters of other results",
    says: "The rest is cut off.",
    least: 500,
    most: 60_000,
  },
];
