import { url } from "./client";

export interface StreamListener {
  onOpen: () => void;
  onEvent: (name: string, data: unknown) => void;
  /** The line is down; it is being tried again. */
  onDisconnect: () => void;
}

const initialDelay = 1000;
const maxDelay = 30_000;

/**
 * Hears server-sent events until it is closed. A line that breaks is taken up again by the browser, which then says by itself what it
 * heard last; after a refusal (too many streams, a server that starts) the browser gives up, and this goes on at growing intervals.
 */
export class EventStream {
  private source: EventSource | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private delay = initialDelay;
  private isClosed = false;

  constructor(
    private readonly path: string,
    private readonly names: readonly string[],
    private readonly listener: StreamListener,
    /** The id of the last event heard, for going on from there. */
    public lastId: string | undefined,
  ) {
    this.connect();
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.source?.close();
  }

  private connect(): void {
    const source = new EventSource(url(this.path, { after: this.lastId }));
    this.source = source;
    source.onopen = () => {
      this.delay = initialDelay;
      this.listener.onOpen();
    };
    source.onerror = () => {
      if (this.isClosed) return;
      this.listener.onDisconnect();
      if (source.readyState === EventSource.CLOSED) this.scheduleReconnect();
    };
    for (const name of this.names) {
      source.addEventListener(name, (event: MessageEvent<string>) => { this.receive(name, event); });
    }
  }

  private receive(name: string, event: MessageEvent<string>): void {
    if (this.isClosed) return;
    if (event.lastEventId !== "") this.lastId = event.lastEventId;
    this.listener.onEvent(name, JSON.parse(event.data));
  }

  private scheduleReconnect(): void {
    this.timer = setTimeout(() => { this.connect(); }, this.delay);
    this.delay = Math.min(maxDelay, this.delay * 2);
  }
}
