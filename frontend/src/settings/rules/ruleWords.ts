/** How often a rule was used, in words. What it says is told by the server, in one sentence. */
import type { Rule, Suggestion } from "@/api/types";

export function uses({ use_count }: Pick<Rule, "use_count">): string {
  return use_count === 0 ? "never used" : use_count === 1 ? "used once" : `used ${use_count} times`;
}

export const timesSaid = (times: number): string => (times === 1 ? "once" : `${times} times`);

/** What makes two suggestions the same: not how often it was said. */
export const sameSuggestion = ({ tool, constraints }: Pick<Suggestion, "tool" | "constraints">): string =>
  JSON.stringify([tool, constraints]);
