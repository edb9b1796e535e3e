/** One invalid field of a request, identified by its JSON Pointer. */
export interface FieldProblem {
  pointer: string;
  detail: string;
}

/** An RFC 9457 problem from the server. Any member can be missing if a proxy responded instead. */
export interface Problem {
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  errors?: FieldProblem[];
  requestId?: string;
}

/** The server responded with an error. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;

  constructor(status: number, problem: Problem) {
    super(problem.detail ?? problem.title ?? `The server responded with ${status}.`);
    this.name = "ApiError";
    this.status = status;
    this.problem = problem;
  }

  get fields(): FieldProblem[] {
    return this.problem.errors ?? [];
  }
}

/** The server could not be reached. */
export class ConnectionError extends Error {
  constructor(cause: unknown) {
    super("Cannot reach the server. It may be starting up, or the network may be down.", { cause });
    this.name = "ConnectionError";
  }
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

/** Whether sending the same request again may succeed. */
export function isTransient(error: unknown): boolean {
  return error instanceof ConnectionError || (error instanceof ApiError && error.status >= 500);
}
