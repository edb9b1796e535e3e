/** One wrong field of a request, by JSON Pointer. */
export interface FieldProblem {
  pointer: string;
  detail: string;
}

/** An RFC 9457 problem as the server sends it; every member may be missing when something in between answered. */
export interface Problem {
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  errors?: FieldProblem[];
  requestId?: string;
}

/** The server answered, and the answer is an error. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;

  constructor(status: number, problem: Problem) {
    super(problem.detail ?? problem.title ?? `The server answered ${status}.`);
    this.name = "ApiError";
    this.status = status;
    this.problem = problem;
  }

  get fields(): FieldProblem[] {
    return this.problem.errors ?? [];
  }
}

/** No answer came at all. */
export class ConnectionError extends Error {
  constructor(cause: unknown) {
    super("The server does not answer. It may be starting, or the network may be down.", { cause });
    this.name = "ConnectionError";
  }
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

/** Whether asking again, unchanged, may help. */
export function isTransient(error: unknown): boolean {
  return error instanceof ConnectionError || (error instanceof ApiError && error.status >= 500);
}
