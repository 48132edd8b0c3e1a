import type { AuditRecord } from "@/api/types";

/** What an alarm was about, in a sentence. */
export function alarmWords({ kind, data }: Pick<AuditRecord, "kind" | "data">): string {
  if (kind === "alert.canary")
    return typeof data.text === "string" && data.text !== ""
      ? data.text
      : "The assistant tried to give away its instructions. The action was blocked.";
  if (kind === "alert.sent") return "The alarm was sent to your phone.";
  return typeof data.why === "string" ? `An alarm was not sent: ${data.why}` : "An alarm was not sent.";
}
