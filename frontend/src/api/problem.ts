/** What went wrong, in the person's terms: RFC 9457 problems of the server, and what keeps it from being heard. */

export class ProblemError extends Error {
  override readonly name = "ProblemError";

  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    detail: string,
    readonly reference: string | null = null,
  ) {
    super(detail);
  }
}

/** The server could not be reached: nothing is known to have happened. */
export function unreachable(): ProblemError {
  return new ProblemError(
    0,
    "unreachable",
    "paios does not answer",
    "The server cannot be reached. Nothing you wrote is lost; send it again once the server is back.",
  );
}

/** The server answered something that its own contract does not know (F3). */
export function nonsense(what: string): ProblemError {
  return new ProblemError(
    0,
    "unexpected_answer",
    "The server's answer was not understood",
    `The page and the server seem to be of different versions; reloading the page may help. (${what})`,
  );
}

export function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  return new ProblemError(
    0,
    "page_error",
    "This page has failed",
    error instanceof Error ? error.message : String(error),
  );
}
