import { expect, test } from "vitest";
import { SHAPES } from "@/api/contract.gen";
import { EFFECTS, placeWords, ROLES, stateWords } from "./toolWords";

test("a server's state is told in words", () => {
  const ready = { state: "ready" as const, offered: 0, waiting: 0 };
  expect(stateWords(ready)).toBe("Connected, nothing offered yet");
  expect(stateWords({ ...ready, offered: 1, waiting: 2 })).toBe("Connected, 1 tool offered, 2 tools to be looked at");
  expect(stateWords({ ...ready, state: "failed" })).toBe("Not connected");
  expect(stateWords({ ...ready, state: "disabled" })).toBe("Switched off");
  expect(stateWords({ ...ready, state: "connecting" })).toBe("Connecting …");
});

test("every role and effect of the contract has its words", () => {
  const values = (shape: unknown) => (shape as { enum: string[] }).enum.toSorted();
  const choices = SHAPES.ToolChoices as unknown as { properties: { effect: unknown } };
  expect(ROLES.map(({ value }) => value).sort()).toEqual(values(SHAPES.SinkRole));
  expect(EFFECTS.map(({ value }) => value).sort()).toEqual(values(choices.properties.effect));
});

test("a server's place is its address or its command", () => {
  expect(placeWords({ transport: { kind: "http", url: "https://a.example/mcp", has_token: false } })).toBe(
    "https://a.example/mcp",
  );
  const program = { kind: "stdio", command: ["python3", "a b.py"], environment: [], network: false, folders: [] } as const;
  expect(placeWords({ transport: { ...program, command: [...program.command], environment: [], folders: [] } })).toBe(
    "python3 a b.py",
  );
});
