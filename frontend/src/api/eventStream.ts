import { url } from "./client";

export interface StreamListener {
  onOpen: () => void;
  onEvent: (name: string, data: unknown) => void;
  /** The connection is lost; a new attempt follows. */
  onDisconnect: () => void;
}

const initialDelay = 1000;
const maxDelay = 30_000;

/**
 * Receives server-sent events until it is closed. After a lost connection, the browser reconnects and sends the last event id by itself.
 * After a refusal (too many streams, a server that is starting up) the browser gives up; this class then retries with exponential backoff.
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
    /** The id of the last event received, from which a new connection continues. */
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
