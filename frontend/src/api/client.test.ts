import { describe, expect, it, vi } from "vitest";
import { FakeServer, noContent, problem } from "../test/server";
import { get, post, url } from "./client";
import { ApiError, ConnectionError, isTransient, isSignedOut } from "./errors";

async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(() => undefined, (error: unknown) => error);
}

describe("client", () => {
  it("turns problem details into an error with fields and a request id", async () => {
    new FakeServer({
      "GET /jobs": () => problem(400, { title: "Invalid", detail: "2 fields", errors: [{ pointer: "/spec/epochs", detail: "too few" }], requestId: "req_1" }),
    });

    const error = await errorOf(get("/jobs"));

    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 400, message: "2 fields", problem: { requestId: "req_1" } });
    expect((error as ApiError).fields).toEqual([{ pointer: "/spec/epochs", detail: "too few" }]);
  });

  it("reports a response that is not JSON as an error", async () => {
    new FakeServer({ "GET /jobs": () => new Response("<html>Bad gateway</html>", { status: 502, statusText: "Bad Gateway" }) });

    const error = await errorOf(get("/jobs"));

    expect(error).toMatchObject({ status: 502, message: "The server responded with 502 Bad Gateway" });
    expect(isTransient(error)).toBe(true);
  });

  it("distinguishes a failed connection from an error response", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));

    expect(await errorOf(get("/jobs"))).toBeInstanceOf(ConnectionError);
  });

  it("recognizes that no user is signed in", async () => {
    new FakeServer({ "GET /jobs": () => problem(401, { title: "Not signed in" }) });

    expect(isSignedOut(await errorOf(get("/jobs")))).toBe(true);
  });

  it("sends the XSRF token and the idempotency key with a change", async () => {
    const server = new FakeServer({ "POST /jobs": () => ({ id: "job_1" }) });

    await post("/jobs", { spec: {} }, "key-1");

    expect(server.calls[0]?.headers.get("X-XSRF-TOKEN")).toBe("cross=site");
    expect(server.calls[0]?.headers.get("Idempotency-Key")).toBe("key-1");
    expect(server.calls[0]?.body).toEqual({ spec: {} });
  });

  it("fetches the token first if there is none", async () => {
    const server = new FakeServer({ "GET /me": () => ({}), "POST /jobs/job_1/cancel": noContent });
    document.cookie = "XSRF-TOKEN=; max-age=0; path=/";

    await post("/jobs/job_1/cancel");

    expect(server.calls.map((call) => call.path)).toEqual(["/me", "/jobs/job_1/cancel"]);
  });

  it("omits parameters without a value", () => {
    expect(url("/jobs", { limit: 50, after: undefined, name: "" })).toBe("/api/v1/jobs?limit=50");
    expect(url("/jobs")).toBe("/api/v1/jobs");
  });
});
