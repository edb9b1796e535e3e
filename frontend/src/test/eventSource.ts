import { act } from "@testing-library/react";
import { vi } from "vitest";

/** Replaces the browser's `EventSource`, so that a test controls what the server does. */
export class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2;
  static opened: FakeEventSource[] = [];

  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {
    super();
    FakeEventSource.opened.push(this);
  }

  static install(): void {
    FakeEventSource.opened = [];
    vi.stubGlobal("EventSource", FakeEventSource);
  }

  /** The n-th stream that was opened, once there is one. */
  static next(count = 1): Promise<FakeEventSource> {
    return vi.waitFor(() => {
      const source = FakeEventSource.opened[count - 1];
      if (!source) throw new Error(`Only ${FakeEventSource.opened.length} streams were opened`);
      return source;
    }, 4000);
  }

  connect(): void {
    this.readyState = 1;
    act(() => this.onopen?.());
  }

  send(name: string, data: unknown, lastEventId = ""): void {
    act(() => { this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data), lastEventId })); });
  }

  /** The browser reconnects by itself after a lost connection, and gives up after a refusal. */
  fail(kind: "disconnect" | "refusal"): void {
    this.readyState = kind === "disconnect" ? 0 : 2;
    act(() => this.onerror?.());
  }

  close(): void {
    this.readyState = 2;
  }
}
