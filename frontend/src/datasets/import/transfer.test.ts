import { beforeEach, describe, expect, it } from "vitest";
import { ApiError, ConnectionError } from "../../api/errors";
import { FakeServer } from "../../test/server";
import type { Content } from "./tar";
import { Transfer } from "./transfer";
import type { SendPart, Upload } from "./uploads";

const content: Content = { fileName: "pets.zip", size: 25, fingerprint: "0", slice: (from, to) => new Blob(["x".repeat(to - from)]) };
const upload: Upload = { id: "upl_1", partSize: 10, parts: 3, received: [], expiresAt: "" };

let received: number[];
let sizes: number[];
let server: FakeServer;

beforeEach(() => {
  received = [];
  sizes = [];
  server = new FakeServer({
    "GET /me": () => ({}),
    "GET /uploads/upl_1": () => ({ ...upload, received }),
    "POST /uploads/upl_1/complete": () => ({ ...upload, received, state: "COMPLETE" }),
  });
});

const receive: SendPart = (_, part, bytes) => {
  received.push(part);
  sizes.push(bytes.size);
  return Promise.resolve();
};

/** Fails the first times that it is called, then receives. */
function failing(...errors: Error[]): SendPart {
  return (...call) => {
    const error = errors.shift();
    return error ? Promise.reject(error) : receive(...call);
  };
}

/** The transfer's state once it is in a phase. */
async function until(transfer: Transfer, phase: string) {
  while (transfer.snapshot().phase !== phase) await new Promise((resolve) => { setTimeout(resolve, 1); });
  return transfer.snapshot();
}

describe("Transfer", () => {
  it("sends all parts, the last one shorter, and completes the upload", async () => {
    const transfer = new Transfer(upload, content, receive, 1);

    await transfer.start();

    expect(transfer.snapshot()).toMatchObject({ phase: "complete", sent: 25 });
    expect(received.toSorted()).toEqual([1, 2, 3]);
    expect(sizes.toSorted((one, other) => one - other)).toEqual([5, 10, 10]);
    expect(server.requestsTo("POST /uploads/upl_1/complete")).toHaveLength(1);
  });

  it("sends only the parts that the server lacks", async () => {
    received = [1, 3];
    const transfer = new Transfer({ ...upload, received: [1, 3] }, content, receive, 1);
    expect(transfer.snapshot().sent).toBe(15);

    await transfer.start();

    expect(received).toEqual([1, 3, 2]);
  });

  it("sends a part again that failed", async () => {
    const transfer = new Transfer(upload, content, failing(new ApiError(503, {}), new ConnectionError("down")), 1);

    await transfer.start();

    expect(received.toSorted()).toEqual([1, 2, 3]);
    expect(transfer.snapshot().phase).toBe("complete");
  });

  it("waits while the network is lost, and then continues by itself", async () => {
    const down = Array.from({ length: 9 }, () => new ConnectionError("down"));
    const transfer = new Transfer(upload, content, failing(...down), 1);

    await transfer.start();
    expect(transfer.snapshot().phase).toBe("waiting");
    const state = await until(transfer, "complete");

    expect(state.sent).toBe(25);
  });

  it("waits for another request that completes the upload", async () => {
    const busy = Response.json({ status: 409, code: "request_in_flight" }, { status: 409 });
    server.on({ "POST /uploads/upl_1/complete": () => busy });
    const transfer = new Transfer(upload, content, receive, 1);

    await transfer.start();
    expect(transfer.snapshot().phase).toBe("waiting");
    server.on({ "GET /uploads/upl_1": () => ({ ...upload, received, state: "COMPLETE" }) });

    expect(await until(transfer, "complete")).toMatchObject({ sent: 25 });
  });

  it("ends with the server's answer if repeating cannot help", async () => {
    const gone = new ApiError(404, { detail: "The upload has expired." });
    const transfer = new Transfer(upload, content, failing(gone), 1);

    await transfer.start();

    expect(transfer.snapshot()).toMatchObject({ phase: "failed", error: gone });
  });

  it("stops at a pause and continues with what is missing", async () => {
    const hanging: SendPart = (_, part, bytes, __, signal) =>
      part === 1 || sizes.length > 1
        ? receive(upload, part, bytes, () => undefined, signal)
        : new Promise((_resolve, reject) => { signal.addEventListener("abort", () => { reject(new DOMException("stop", "AbortError")); }); });
    const transfer = new Transfer(upload, content, hanging, 1);
    const sending = transfer.start();
    while (received.length === 0) await new Promise((resolve) => { setTimeout(resolve, 1); });

    transfer.pause();
    await sending;
    expect(transfer.snapshot()).toMatchObject({ phase: "paused", sent: 10 });
    sizes.push(0, 0);
    await transfer.start();

    expect(received.toSorted()).toEqual([1, 2, 3]);
    expect(transfer.snapshot().phase).toBe("complete");
  });
});
