import { expect, test } from "vitest";
import { EMPTY, serverOf } from "./serverDraft";

test("arguments stay apart, whatever signs they hold", () => {
  const draft = { ...EMPTY, name: "office", program: " python3 ", args: ["a b.py", "", "--x=$(id)"], folders: [" /srv ", ""] };
  expect(serverOf({ ...draft, variables: [{ name: "KEY", value: "s3" }, { name: "", value: "" }] })).toEqual({
    server: {
      name: "office",
      transport: {
        kind: "stdio",
        command: ["python3", "a b.py", "--x=$(id)"],
        network: false,
        folders: ["/srv"],
        environment: { KEY: "s3" },
      },
    },
  });
});

test("an address has a token only where there is one", () => {
  const draft = { ...EMPTY, name: "mail", kind: "http", url: "https://a.example/mcp" } as const;
  expect(serverOf(draft)).toEqual({ server: { name: "mail", transport: { kind: "http", url: draft.url } } });
  expect(serverOf({ ...draft, token: "t" })).toMatchObject({ server: { transport: { token: "t" } } });
});

test("what is missing or unfit is no server", () => {
  for (const unfit of [
    EMPTY,
    { ...EMPTY, name: "office" },
    { ...EMPTY, name: "Office", program: "x" },
    { ...EMPTY, name: "a_b", program: "x" },
    { ...EMPTY, name: "a", program: "x", variables: [{ name: "path", value: "y" }] },
    { ...EMPTY, name: "a", kind: "http", url: "a.example" } as const,
  ])
    expect(serverOf(unfit)).toHaveProperty("wrong");
});
