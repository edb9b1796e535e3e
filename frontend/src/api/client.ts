import { ApiError, ConnectionError, type Problem } from "./errors";

const base = "/api/v1";

/** One page of a list with keyset pagination. */
export interface Page<T> {
  data: T[];
  hasMore: boolean;
  next: string | null;
}

/** Options that let infinite queries follow the pages of such a list. */
export const cursorPagination = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last: Page<unknown>) => (last.hasMore ? (last.next ?? undefined) : undefined),
};

/** A list is sent as a repeated parameter. */
export type Parameters = Record<string, string | number | string[] | undefined>;

export function url(path: string, parameters: Parameters = {}): string {
  const given = Object.entries(parameters)
    .flatMap(([name, value]) => [value ?? ""].flat().map((one) => [name, String(one)]))
    .filter(([, value]) => value !== "");
  const query = new URLSearchParams(given);
  return given.length === 0 ? base + path : `${base}${path}?${query.toString()}`;
}

export function get<T>(path: string, parameters?: Parameters, signal?: AbortSignal): Promise<T> {
  return request(url(path, parameters), { ...(signal && { signal }) });
}

export function post<T>(path: string, body?: unknown, idempotencyKey?: string): Promise<T> {
  return send("POST", path, body, idempotencyKey === undefined ? {} : { "Idempotency-Key": idempotencyKey });
}

/** Does not use `crypto.randomUUID`, which browsers omit on plain HTTP from another machine. */
export function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function patch<T>(path: string, body: unknown): Promise<T> {
  return send("PATCH", path, body);
}

/** Changes single fields (RFC 7396). By default, whatever another edit has changed since. */
export function mergePatch<T>(path: string, changes: unknown, etag = "*"): Promise<T> {
  return send("PATCH", path, changes, { "If-Match": etag, "Content-Type": "application/merge-patch+json" });
}

export function put<T>(path: string, body: unknown): Promise<T> {
  return send("PUT", path, body);
}

export function remove(path: string): Promise<unknown> {
  return send("DELETE", path);
}

/** Sends the bytes of a file as they are, with its type. */
export async function postFile<T>(path: string, file: Blob, parameters?: Parameters): Promise<T> {
  const headers = await changeHeaders(path);
  headers.set("Content-Type", file.type);
  return request(url(path, parameters), { method: "POST", headers, body: file });
}

async function send<T>(method: string, path: string, body?: unknown, more: Record<string, string> = {}): Promise<T> {
  const headers = await changeHeaders(path);
  if (body !== undefined) headers.set("Content-Type", "application/json");
  Object.entries(more).forEach(([name, value]) => { headers.set(name, value); });
  return request(url(path), { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
}

/** The headers that every request with an effect needs. */
export async function changeHeaders(path: string): Promise<Headers> {
  const token = await xsrfToken(path);
  return new Headers(token === undefined ? {} : { "X-XSRF-TOKEN": token });
}

/** The token that proves a request comes from our own page. Any response of the server sets it as a cookie. */
async function xsrfToken(path: string): Promise<string | undefined> {
  if (xsrfCookie() === undefined && path !== "/session") await get("/me");
  return xsrfCookie();
}

function xsrfCookie(): string | undefined {
  const value = /(?:^|; )XSRF-TOKEN=([^;]+)/.exec(document.cookie)?.[1];
  return value === undefined ? undefined : decodeURIComponent(value);
}

async function request<T>(address: string, init: RequestInit): Promise<T> {
  const headers = new Headers(init.headers);
  headers.set("Accept", "application/json, application/problem+json");
  const response = await fetchResponse(address, { ...init, headers, credentials: "same-origin" });
  if (!response.ok) throw new ApiError(response.status, await readProblem(response));
  const text = await response.text();
  // The OpenAPI document describes the responses; they are not validated again here.
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

async function fetchResponse(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "AbortError") throw thrown;
    throw new ConnectionError(thrown);
  }
}

async function readProblem(response: Response): Promise<Problem> {
  const requestId = response.headers.get("X-Request-Id");
  return problemOf(await response.text().catch(() => ""), response.status, response.statusText, requestId);
}

/** The problem in the body of an error response. */
export function problemOf(text: string, status: number, statusText: string, requestId: string | null): Problem {
  const known: Problem = {
    title: `The server responded with ${status} ${statusText}`.trim(),
    ...(requestId !== null && { requestId }),
  };
  try {
    // Not validated either, as above.
    return { ...known, ...(JSON.parse(text) as Problem | null) };
  } catch {
    // The body is empty or a proxy's HTML page: only the status is known.
    return known;
  }
}
