import { describe, expect, test } from "vitest";
import { Client } from "./client";
import { ProblemError } from "./problem";

const ID = "11111111-1111-4111-8111-111111111111";
const json = (body: unknown, status = 200, type = "application/json") =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": type } });

/** A server that answers once, and what it was asked. */
function server(answer: () => Response) {
  const asked: { url: string; init: RequestInit }[] = [];
  const send: typeof fetch = (url, init) => {
    asked.push({ url: url as string, init: init ?? {} });
    return Promise.resolve(answer());
  };
  return { asked, client: new Client(send) };
}

const headersOf = (init: RequestInit | undefined) => new Headers(init?.headers);
const health = { status: "ok", version: "1", setup_needed: false, paused: false };

test("every part of a path is escaped, and empty filters are left out", async () => {
  const { asked, client } = server(() => json({ items: [], total: 0 }));
  await client.call("list_notes", { query: { text: "", limit: 10 } });
  expect(asked[0]?.url).toBe("/api/v1/notes?limit=10");
  await client.call("get_run", { path: { run_id: "../x?y" } }).catch(() => undefined);
  expect(asked[1]?.url).toBe("/api/v1/runs/..%2Fx%3Fy");
});

describe("the CSRF value", () => {
  test("goes with what changes something, and with nothing else", async () => {
    const { asked, client } = server(() => json({ paused: true, since: null, by: null, running: [], nothing_runs: true }));
    client.carry("c".repeat(32));
    await client.call("pause", {});
    await client.call("get_pause", {});
    expect(headersOf(asked[0]?.init).get("X-CSRF-Token")).toBe("c".repeat(32));
    expect(headersOf(asked[1]?.init).has("X-CSRF-Token")).toBe(false);
  });
});

test("the set-up code goes in its header, never in the address", async () => {
  const { asked, client } = server(() => json({ models: [], folders: [] }));
  await client.call("get_setup_options", {}, { setupCode: "ABCD-EFGH" });
  expect(headersOf(asked[0]?.init).get("X-Setup-Code")).toBe("ABCD-EFGH");
  expect(asked[0]?.url).not.toContain("ABCD");
});

test("a problem keeps its code, its words and its reference", async () => {
  const problem = {
    type: "about:blank",
    title: "Gone",
    status: 409,
    detail: "Answered.",
    code: "answered",
    reference: "r1",
  };
  const { client } = server(() => json(problem, 409, "application/problem+json"));
  const error = await client.call("get_approval", { path: { approval_id: ID } }).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ProblemError);
  expect(error).toMatchObject({ status: 409, code: "answered", message: "Answered.", reference: "r1" });
});

test("an answer that departs from the contract is an error, not data", async () => {
  const { client } = server(() => json({ ...health, paused: "perhaps" }));
  await expect(client.call("get_health", {})).rejects.toMatchObject({ code: "unexpected_answer" });
});

test("a success of another kind than the contract's is an error", async () => {
  const { client } = server(() => json(health, 201));
  await expect(client.call("get_health", {})).rejects.toMatchObject({ code: "unexpected_answer" });
});

test("a failure that is no problem document still becomes one", async () => {
  const { client } = server(() => new Response("<h1>Bad gateway</h1>", { status: 502 }));
  await expect(client.call("get_health", {})).rejects.toMatchObject({ status: 502, code: "http_502" });
});

test("a server that cannot be reached is told as that", async () => {
  const client = new Client(() => Promise.reject(new TypeError("network")));
  await expect(client.call("get_health", {})).rejects.toMatchObject({ status: 0, code: "unreachable" });
});
