import { vi } from "vitest";
import type { Json } from "../api/json";

export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: Json | undefined;
}

/** Returns the response of a route, or a promise of it: any value becomes a 200 with JSON, a Response is sent unchanged. */
type Handler = (call: Call) => unknown;

/** Responds to `fetch` from a table of routes such as "GET /jobs", and records all requests. */
export class FakeServer {
  readonly calls: Call[] = [];
  private readonly routes = new Map<string, Handler>();

  constructor(routes: Record<string, Handler>) {
    this.on(routes);
    document.cookie = "XSRF-TOKEN=cross%3Dsite; path=/";
    vi.stubGlobal("fetch", (url: string, init?: RequestInit) => Promise.resolve().then(() => this.respond(url, init)));
  }

  on(routes: Record<string, Handler>): void {
    Object.entries(routes).forEach(([route, handler]) => this.routes.set(route, handler));
  }

  requestsTo(route: string): Call[] {
    return this.calls.filter((call) => `${call.method} ${call.path}` === route);
  }

  private async respond(url: string, init: RequestInit = {}): Promise<Response> {
    const { pathname, searchParams } = new URL(url, "http://localhost");
    const call: Call = {
      method: init.method ?? "GET",
      path: pathname.replace("/api/v1", ""),
      query: searchParams,
      headers: new Headers(init.headers),
      // The client sends only JSON text.
      body: typeof init.body === "string" ? (JSON.parse(init.body) as Json) : undefined,
    };
    this.calls.push(call);
    const handler = this.routes.get(`${call.method} ${call.path}`);
    if (!handler) return problem(404, { title: "Not found", detail: `No ${call.method} ${call.path} in this test.` });
    const result = await handler(call);
    return result instanceof Response ? result : Response.json(result ?? null);
  }
}

export function problem(status: number, body: object): Response {
  return Response.json({ status, ...body }, { status, headers: { "Content-Type": "application/problem+json" } });
}

export function noContent(): Response {
  return new Response(null, { status: 204 });
}

export function page<T>(...data: T[]) {
  return { data, hasMore: false, next: null };
}
