/** What is counted, in words and in the units that a person thinks in. */
import type { BudgetLine } from "@/api/types";

export type Counted = BudgetLine["counted"];
export type Scope = BudgetLine["scope"];

export const SCOPES: readonly { scope: Scope; label: string }[] = [
  { scope: "run", label: "For one answer" },
  { scope: "day", label: "For one day" },
  { scope: "month", label: "For one month" },
];

interface Unit {
  readonly label: string;
  /** How many of the contract's units one of the person's is. */
  readonly size: number;
  readonly decimals: number;
}

export const UNITS: Readonly<Record<Counted, Unit>> = {
  tokens: { label: "Tokens", size: 1, decimals: 0 },
  money: { label: "Money", size: 1_000_000, decimals: 2 },
  seconds: { label: "Minutes of work", size: 60, decimals: 0 },
  egress_bytes: { label: "Megabytes sent out", size: 1_000_000, decimals: 1 },
  calls: { label: "Actions", size: 1, decimals: 0 },
};

export const COUNTED = Object.keys(UNITS) as readonly Counted[];

/** What a run counts; its actions are limited elsewhere. */
export function countedIn(scope: Scope): readonly Counted[] {
  return scope === "run" ? COUNTED.filter((each) => each !== "calls") : COUNTED;
}

function number(value: number, decimals: number, locale?: string): string {
  return new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(
    value,
  );
}

export function amount(counted: Counted, value: number, currency: string, locale?: string): string {
  if (counted === "money") return `${number(value / 1_000_000, 2, locale)} ${currency}`;
  if (counted === "egress_bytes") return `${number(value / 1_000_000, value < 100_000 ? 3 : 1, locale)} MB`;
  if (counted === "seconds") return value < 120 ? `${value} s` : `${number(Math.round(value / 60), 0, locale)} min`;
  return number(value, 0, locale);
}

export const NAMES: Readonly<Record<Counted, string>> = {
  tokens: "Tokens",
  money: "Money",
  seconds: "Work",
  egress_bytes: "Sent out",
  calls: "Actions",
};

/** A line in words: `12,000 of 1,000,000, 988,000 left`. */
export function said(line: BudgetLine, currency: string, locale?: string): string {
  const { counted, used, limit, left } = line;
  const gone = amount(counted, used, currency, locale);
  if (limit === null || left === null) return `${gone}, no limit`;
  const rest = left === 0 ? "none left" : `${amount(counted, left, currency, locale)} left`;
  return `${gone} of ${amount(counted, limit, currency, locale)}, ${rest}`;
}

/** Worth a line: something was used, or there is a limit to it. */
export function worthALine({ used, limit }: BudgetLine): boolean {
  return used > 0 || limit !== null;
}

export function share({ used, limit }: BudgetLine): number {
  if (limit === null) return 0;
  return limit === 0 ? 100 : Math.min(100, Math.round((used / limit) * 100));
}
