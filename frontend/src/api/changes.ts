/** Which questions to the server a change makes stale. */
import type { OperationId } from "./client";
import type { Change } from "./types";

export type What = Change["what"];

export const STALE: Readonly<Record<What, readonly OperationId[]>> = {
  alerts: ["get_alerts"],
  approvals: ["list_approvals", "get_approval", "get_conversation"],
  conversations: ["list_conversations", "get_conversation"],
  notes: ["list_notes", "search_notes", "get_note", "list_trash"],
  pause: ["get_pause"],
  rules: ["list_rules"],
  runs: ["get_conversation", "list_audit_records"],
  settings: ["get_settings", "get_model", "get_caution"],
  "tool-servers": ["list_tool_servers"],
  usage: ["get_usage", "get_limits"],
};

/** What the person's own requests change; the server's events tell the same to every other tab. */
export const CHANGES: Readonly<Partial<Record<OperationId, readonly What[]>>> = {
  create_conversation: ["conversations"],
  rename_conversation: ["conversations"],
  delete_conversation: ["conversations"],
  restore_conversation: ["conversations"],
  send_message: ["conversations", "runs"],
  stop_run: ["runs"],
  answer_approval: ["approvals", "rules", "runs"],
  create_rule: ["rules"],
  revoke_rule: ["rules"],
  save_note: ["notes"],
  trash_note: ["notes"],
  move_note: ["notes"],
  restore_note: ["notes"],
  pause: ["pause"],
  resume: ["pause"],
  change_settings: ["settings"],
  change_limits: ["usage"],
  change_limits_of_person: ["usage"],
  choose_model: ["settings"],
  choose_caution: ["settings"],
};
