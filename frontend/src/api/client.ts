/**
 * Speaks the contract: one function, typed by operation id, whose answers are checked at run time.
 *
 * Owns the session's CSRF value, and nothing else of the session: the cookie is out of reach of scripts.
 */
import { OPERATIONS, SHAPES } from "./contract.gen";
import { nonsense, ProblemError, unreachable } from "./problem";
import type { operations } from "./schema.gen";
import { departure } from "./shape";

export type OperationId = keyof typeof OPERATIONS;

type Parameters<O extends OperationId> = operations[O]["parameters"];
type Part<Name extends string, T> = [NonNullable<T>] extends [never]
  ? unknown
  : undefined extends T
    ? Partial<Record<Name, NonNullable<T>>>
    : Record<Name, T>;
type Body<O extends OperationId> = operations[O] extends { requestBody: { content: { "application/json": infer B } } }
  ? { body: B }
  : unknown;

export type Input<O extends OperationId> = Part<"path", Parameters<O>["path"]> &
  Part<"query", Parameters<O>["query"]> &
  Body<O>;

type Successes<O extends OperationId> = Omit<operations[O]["responses"], "default">;
type Success<O extends OperationId> = Successes<O>[keyof Successes<O>];
export type Output<O extends OperationId> =
  Success<O> extends { content: { "application/json": infer T } } ? T : undefined;

export const BASE = "/api/v1";

interface Loose {
  path?: Record<string, string>;
  query?: Record<string, string | number | undefined>;
  body?: unknown;
}

export function address(template: string, input: Loose): string {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(input.path?.[name] ?? ""));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {}))
    if (value !== undefined && value !== "") query.set(name, String(value));
  return BASE + path + (query.size > 0 ? `?${query.toString()}` : "");
}

async function problemOf(response: Response): Promise<ProblemError> {
  const body: unknown = await response.json().catch(() => null);
  const shape = SHAPES.Problem;
  if (shape === undefined || departure(shape, body, "problem", SHAPES) !== null)
    return new ProblemError(response.status, `http_${response.status}`, "The request failed", response.statusText);
  const { title, detail, code, reference } = body as {
    title: string;
    detail?: string;
    code: string;
    reference?: string;
  };
  return new ProblemError(response.status, code, title, detail ?? title, reference ?? null);
}

export class Client {
  #csrf = "";
  #prove: (() => Promise<boolean>) | null = null;

  constructor(private readonly send: typeof fetch = (...request) => fetch(...request)) {}

  /** Tells the value that must go with every request that changes something. */
  carry(csrf: string): void {
    this.#csrf = csrf;
  }

  /** Tells by whom the person is asked to prove who they are, where an operation wants that first. */
  provedBy(prove: (() => Promise<boolean>) | null): void {
    this.#prove = prove;
  }

  /** Performs an operation, after a proof where one is wanted. Throws `ProblemError`, and nothing else. */
  async call<O extends OperationId>(
    operation: O,
    input: Input<O>,
    options: { setupCode?: string; signal?: AbortSignal; proved?: boolean } = {},
  ): Promise<Output<O>> {
    const { method, path, status, schema } = OPERATIONS[operation];
    const loose = input as Loose;
    const headers = new Headers({ Accept: "application/json, application/problem+json" });
    if (method !== "GET" && this.#csrf !== "") headers.set("X-CSRF-Token", this.#csrf);
    if (options.setupCode !== undefined) headers.set("X-Setup-Code", options.setupCode);
    const request: RequestInit = { method, headers, credentials: "same-origin", redirect: "error" };
    if (loose.body !== undefined) {
      headers.set("Content-Type", "application/json");
      request.body = JSON.stringify(loose.body);
    }
    if (options.signal !== undefined) request.signal = options.signal;
    const response = await this.send(address(path, loose), request).catch((error: unknown) => {
      throw options.signal?.aborted === true ? error : unreachable();
    });
    if (!response.ok) {
      const problem = await problemOf(response);
      const asks = problem.code === "step_up_needed" && options.proved !== true ? this.#prove : null;
      if (asks !== null && (await asks())) return this.call(operation, input, { ...options, proved: true });
      throw problem;
    }
    if (response.status !== status) throw nonsense(`${operation}: status ${response.status}`);
    if (schema === null) return undefined as Output<O>;
    const body: unknown = await response.json().catch(() => undefined);
    const wrong = departure({ $ref: schema }, body, operation, SHAPES);
    if (wrong !== null) throw nonsense(wrong);
    return body as Output<O>;
  }
}
