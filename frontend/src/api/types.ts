/** Short names for the contract's schemas. */
import type { components } from "./schema.gen";

type Schemas = components["schemas"];

export type Activity = Schemas["Activity"];
export type Approval = Schemas["Approval"];
export type AuditRecord = Schemas["AuditRecord"];
export type BudgetLine = Schemas["BudgetLine"];
export type Caution = Schemas["Caution"];
export type Change = Schemas["Change"];
export type Citation = Schemas["Citation"];
export type Conversation = Schemas["Conversation"];
export type Dialogue = Schemas["Dialogue"];
export type Message = Schemas["Message"];
export type ModelChoice = Schemas["ModelChoice"];
export type ModelOption = Schemas["ModelOption"];
export type Note = Schemas["Note"];
export type NoteInfo = Schemas["NoteInfo"];
export type Origin = Schemas["Origin"];
export type Pause = Schemas["Pause"];
export type Reason = Schemas["Reason"];
export type Remember = Schemas["Remember"];
export type Rule = Schemas["Rule"];
export type Run = Schemas["Run"];
export type Session = Schemas["Session"];
export type Settings = Schemas["Settings"];
export type Step = Schemas["Step"];
export type TrashedNote = Schemas["TrashedNote"];
export type Usage = Schemas["Usage"];
export type UsageLimits = Schemas["UsageLimits"];
export type Verification = Schemas["Verification"];
