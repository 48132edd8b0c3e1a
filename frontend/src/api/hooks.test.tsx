// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { beforeEach, expect, test, vi } from "vitest";
import { Client } from "./client";
import { ClientProvider, useWrite } from "./hooks";

const ID = "11111111-1111-4111-8111-111111111111";

beforeEach(() => vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true));

function Row({ onSuccess, onError }: { onSuccess: () => void; onError: () => void }) {
  const { mutate } = useWrite("revoke_session");
  return <button onClick={() => mutate({ path: { session_id: ID } }, { onSuccess, onError })}>Sign out</button>;
}

/** Presses in a row, takes the row away, and only then lets the server answer. */
async function pressAndLeave(answer: Response): Promise<{ onSuccess: () => void; onError: () => void }> {
  let respond: (response: Response) => void = () => undefined;
  const fetcher = vi.fn(() => new Promise<Response>((resolve) => (respond = resolve)));
  const client = new Client(fetcher);
  const after = { onSuccess: vi.fn(), onError: vi.fn() };
  const host = document.createElement("div");
  document.body.append(host);
  const root = createRoot(host);
  const show = (shown: boolean) =>
    act(() =>
      root.render(
        <ClientProvider client={client}>
          <QueryClientProvider client={new QueryClient()}>{shown && <Row {...after} />}</QueryClientProvider>
        </ClientProvider>,
      ),
    );
  show(true);
  await act(async () => {
    host.querySelector("button")?.click();
    await vi.waitFor(() => expect(fetcher).toHaveBeenCalled());
  });
  show(false);
  await act(async () => {
    respond(answer);
    await new Promise((resolve) => setTimeout(resolve, 0));
  });
  host.remove();
  return after;
}

test("what follows a write follows also where its row is gone before the answer", async () => {
  const { onSuccess, onError } = await pressAndLeave(new Response(null, { status: 204 }));
  expect(onSuccess).toHaveBeenCalledOnce();
  expect(onError).not.toHaveBeenCalled();
});

test("so does what follows a refusal", async () => {
  const problem = { type: "about:blank", title: "No such session", status: 404, code: "not_found" };
  const headers = { "Content-Type": "application/problem+json" };
  const { onSuccess, onError } = await pressAndLeave(new Response(JSON.stringify(problem), { status: 404, headers }));
  expect(onSuccess).not.toHaveBeenCalled();
  expect(onError).toHaveBeenCalledOnce();
});
