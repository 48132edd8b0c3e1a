/** Which questions to the server a change makes stale. */
import type { OperationId } from "./client";
import type { Change } from "./types";

export type What = Change["what"];

export const STALE: Readonly<Record<What, readonly OperationId[]>> = {
  alerts: ["get_alerts", "list_audit_records"],
  approvals: ["list_approvals", "get_approval", "get_conversation"],
  conversations: ["list_conversations", "get_conversation"],
  notes: ["list_notes", "search_notes", "get_note", "list_trash", "get_note_trust"],
  pause: ["get_pause"],
  rules: ["list_rules", "suggest_rules"],
  runs: ["get_conversation", "list_audit_records"],
  settings: [
    "get_settings",
    "get_model",
    "get_caution",
    "list_whitelists",
    "get_defences",
    "get_screener",
    "get_alerts",
    "get_push",
  ],
  "tool-servers": ["list_tool_servers", "get_tool_server", "list_server_tools"],
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
  change_rule: ["rules"],
  revoke_rule: ["rules"],
  dismiss_suggestion: ["rules"],
  add_to_whitelist: ["settings"],
  remove_from_whitelist: ["settings"],
  save_note: ["notes"],
  trash_note: ["notes"],
  move_note: ["notes"],
  restore_note: ["notes"],
  change_note_trust: ["notes"],
  pause: ["pause"],
  resume: ["pause"],
  change_settings: ["settings"],
  change_limits: ["usage"],
  change_limits_of_person: ["usage"],
  choose_model: ["settings"],
  choose_caution: ["settings"],
  change_defences: ["settings"],
  choose_screener: ["settings"],
  set_up_pushover: ["settings"],
  remove_pushover: ["settings"],
  tell_this_device: ["settings"],
  leave_this_device: ["settings"],
  try_this_device: ["settings"],
  add_tool_server: ["tool-servers"],
  change_tool_server: ["tool-servers"],
  remove_tool_server: ["tool-servers"],
  reconnect_tool_server: ["tool-servers"],
  approve_server_tool: ["tool-servers"],
};
