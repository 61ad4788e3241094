/**
 * One error for whatever a server refuses or a network loses.
 *
 *     problem body ──────────┐
 *     another body, no body ─┼─> Problem ─> MienError (calls), "fault" (live streams)
 *     no answer ─────────────┘
 */

/** What happened (`detail`), its stable `code`, and what to do about it (`action`). */
export interface Problem {
  /** The HTTP status, or 0 where no answer came. */
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly action: string;
}

export class MienError extends Error implements Problem {
  override readonly name = "MienError";
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly action: string;
  /** Seconds to wait before the next try, where the server says so. */
  readonly retryAfter: number | null;

  constructor(problem: Problem, retryAfter: number | null = null, cause?: unknown) {
    super(problem.detail, cause === undefined ? undefined : { cause });
    this.status = problem.status;
    this.code = problem.code;
    this.detail = problem.detail;
    this.action = problem.action;
    this.retryAfter = retryAfter;
  }
}

/** The error of an answer that is not a success, whoever wrote its body. */
export async function refusal(response: Response): Promise<MienError> {
  const told: unknown = await response.json().catch(() => null);
  const wait = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  return new MienError(problemOf(told, response.status), Number.isNaN(wait) ? null : wait);
}

/** A problem body as far as it can be read; `status` where it states none. */
export function problemOf(told: unknown, status: number): Problem {
  const body: Partial<Record<keyof Problem, unknown>> =
    typeof told === "object" && told !== null ? told : {};
  return {
    status: typeof body.status === "number" ? body.status : status,
    code: text(body.code) ?? "unexpected-answer",
    detail: text(body.detail) ?? `the server answered with status ${status} and no explanation`,
    action: text(body.action) ?? "Check that the address is that of a Mien server.",
  };
}

export function unreachable(address: string, cause: unknown): MienError {
  const problem = {
    status: 0,
    code: "unreachable",
    detail: `no answer came from ${address}`,
    action: "Check that the server runs and lets this page's origin call it, then try again.",
  };
  return new MienError(problem, null, cause);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
