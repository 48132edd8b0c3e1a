import type { Conversation } from "@/api/types";

export interface Group {
  readonly label: string;
  readonly members: readonly Conversation[];
}

const DAY = 86_400_000;

function labelOf(at: string, now: number): string {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const time = Date.parse(at);
  if (time >= midnight) return "Today";
  if (time >= midnight - DAY) return "Yesterday";
  return time >= midnight - 6 * DAY ? "This week" : "Earlier";
}

/** Conversations as they come, newest first, under the words people use for their age. */
export function byAge(items: readonly Conversation[], now: number): Group[] {
  const groups = new Map<string, Conversation[]>();
  for (const item of items) {
    const label = labelOf(item.updated_at, now);
    groups.set(label, [...(groups.get(label) ?? []), item]);
  }
  return [...groups].map(([label, members]) => ({ label, members }));
}
