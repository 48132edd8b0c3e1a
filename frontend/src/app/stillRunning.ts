/** What the red bar says of a pause: that nothing runs, or what had begun before and still finishes. */
import type { Activity, Pause } from "@/api/types";

function words({ what, tool }: Activity): string | null {
  if (what === "tool") return `“${(tool ?? "an action").replaceAll("_", " ")}”`;
  return what === "model" ? "the model" : null;
}

export function stillRunning({ running, nothing_runs }: Pause): string {
  if (nothing_runs) return "Nothing runs until you resume.";
  const named = [...new Set(running.map(words).filter((each) => each !== null))];
  const what = named.length === 0 ? "One step" : named.join(", ");
  return `${what.charAt(0).toUpperCase()}${what.slice(1)} had begun and still finishes. Nothing else starts.`;
}
