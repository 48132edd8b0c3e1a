/** Servers and their tools in the person's words. */
import type { ServerTool, ToolChoices, ToolServer } from "@/api/types";
import type { ResultField, Role } from "./toolDraft";

export const EFFECTS: readonly { value: ToolChoices["effect"]; label: string }[] = [
  { value: "read", label: "Only looks something up" },
  { value: "write", label: "Adds or changes something of mine" },
  { value: "delete", label: "Deletes something" },
  { value: "send", label: "Sends something to somebody" },
  { value: "spend", label: "Spends money" },
  { value: "execute", label: "Runs code or commands" },
  { value: "sense", label: "Uses camera, microphone or my place" },
  { value: "control", label: "Operates a device" },
];

export const REACHES: readonly { value: ToolChoices["reach"]; label: string }[] = [
  { value: "own", label: "Only I, in my own space" },
  { value: "outside", label: "Somebody else too" },
];

export const KINDS: readonly { value: ToolChoices["brings"]; label: string }[] = [
  { value: "other", label: "Something else" },
  { value: "mail", label: "Mails or messages" },
  { value: "web", label: "Pages of the web" },
];

export const NO_ROLE = "";

export const ROLES: readonly { value: Role; label: string; says: string }[] = [
  { value: "recipient", label: "Who gets it", says: "A person’s address or number." },
  { value: "url", label: "A web address", says: "Fetched or opened." },
  { value: "path", label: "A file or folder", says: "A place in a tree of names." },
  { value: "account", label: "An account", says: "Money goes to it or comes from it." },
  { value: "amount", label: "An amount", says: "How much is paid." },
  { value: "command", label: "Code or a command", says: "It is run." },
  { value: "content", label: "Text", says: "What is written or said." },
  { value: "id", label: "Which one: an id", says: "Names one thing of the server’s." },
  { value: "time", label: "A date or time", says: "When something is." },
  { value: "option", label: "A choice without weight", says: "A format, a language, an order." },
];

export const INTEGRITIES: readonly { value: ResultField["integrity"]; label: string }[] = [
  { value: "external", label: "From outside" },
  { value: "trusted", label: "Trusted: the server’s own" },
  { value: "user", label: "My own words" },
];

export const SECRECIES: readonly { value: ResultField["secrecy"]; label: string }[] = [
  { value: "private", label: "Private" },
  { value: "public", label: "Public" },
  { value: "local_only", label: "Never leaves this machine" },
];

const tools = (count: number): string => (count === 1 ? "1 tool" : `${count} tools`);

/** How paios stands with a server, and what of it may be used. */
export function stateWords({ state, offered, waiting }: Pick<ToolServer, "state" | "offered" | "waiting">): string {
  switch (state) {
    case "disabled":
      return "Switched off";
    case "connecting":
      return "Connecting …";
    case "failed":
      return "Not connected";
    case "ready": {
      const said = offered === 0 ? "Connected, nothing offered yet" : `Connected, ${tools(offered)} offered`;
      return waiting === 0 ? said : `${said}, ${tools(waiting)} to be looked at`;
    }
  }
}

export const TOOL_STATES: Readonly<Record<ServerTool["state"], { label: string; says: string }>> = {
  new: { label: "New", says: "Nobody has looked at it yet. The assistant does not know of it." },
  approved: { label: "Approved", says: "Exactly this definition was approved." },
  changed: {
    label: "Changed",
    says: "The server says something else of it than what was approved. It is withheld until you approve it again.",
  },
  gone: { label: "Gone", says: "The server does not have it any more." },
  unusable: { label: "Cannot be used", says: "" },
};

/** Where a server is, in one line. */
export const placeWords = ({ transport }: Pick<ToolServer, "transport">): string =>
  transport.kind === "http" ? transport.url : transport.command.join(" ");
