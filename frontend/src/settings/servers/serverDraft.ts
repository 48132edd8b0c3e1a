/** A server while it is added: a program with its arguments one by one, or an address. Pure. */
import type { Input } from "@/api/client";

type NewServer = Input<"add_tool_server">["body"];

export interface Variable {
  readonly name: string;
  readonly value: string;
}

export interface ServerDraft {
  readonly name: string;
  readonly kind: "stdio" | "http";
  readonly program: string;
  readonly args: readonly string[];
  readonly variables: readonly Variable[];
  readonly folders: readonly string[];
  readonly network: boolean;
  readonly url: string;
  readonly token: string;
}

export const EMPTY: ServerDraft = {
  name: "",
  kind: "stdio",
  program: "",
  args: [],
  variables: [],
  folders: [],
  network: false,
  url: "",
  token: "",
};

export const NAME = /^[a-z][a-z0-9-]{0,30}$/;
const VARIABLE = /^[A-Z][A-Z0-9_]{0,63}$/;

/** The server as the contract wants it, or what is missing in a sentence; empty where it is plain to see. */
export function serverOf(draft: ServerDraft): { server: NewServer } | { wrong: string } {
  const name = draft.name.trim();
  if (name === "") return { wrong: "" };
  if (!NAME.test(name)) return { wrong: "A name has small letters, digits and hyphens, and begins with a letter." };
  if (draft.kind === "http") {
    const url = draft.url.trim();
    if (!/^https?:\/\/./.test(url)) return { wrong: "" };
    return { server: { name, transport: { kind: "http", url, ...(draft.token === "" ? {} : { token: draft.token }) } } };
  }
  const program = draft.program.trim();
  if (program === "") return { wrong: "" };
  const variables = draft.variables.filter((each) => each.name.trim() !== "" || each.value !== "");
  const unfit = variables.find((each) => !VARIABLE.test(each.name.trim()));
  if (unfit !== undefined) return { wrong: `“${unfit.name}” cannot be a variable: capital letters, digits and _ only.` };
  return {
    server: {
      name,
      transport: {
        kind: "stdio",
        command: [program, ...draft.args.filter((each) => each !== "")],
        network: draft.network,
        folders: draft.folders.map((each) => each.trim()).filter((each) => each !== ""),
        environment: Object.fromEntries(variables.map((each) => [each.name.trim(), each.value])),
      },
    },
  };
}
