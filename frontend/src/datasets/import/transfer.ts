import { checkReadable, isWorthRepeating, pauseFor } from "./repeating";
import type { Content } from "./tar";
import { completeUpload, getUpload, partSender, type SendPart, type Upload } from "./uploads";

export interface TransferState {
  phase: "sending" | "paused" | "waiting" | "complete" | "failed";
  sent: number;
  size: number;
  bytesPerSecond: number | undefined;
  /** Why the transfer waits or failed. */
  error: Error | undefined;
}

const lanes = 3;
const attemptsPerPart = 3;
const longestWait = 30_000;
const window = 5000;

/**
 * Sends the missing parts of an upload, a few side by side. A part that fails is sent again. If that does not help, the transfer waits,
 * asks the server which parts it has, and continues. Only an answer that repeating cannot change ends it.
 */
export class Transfer {
  private state: TransferState;
  private readonly listeners = new Set<() => void>();
  private readonly inFlight = new Map<number, number>();
  private received = new Set<number>();
  private rates: { at: number; sent: number }[] = [];
  private controller = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;

  constructor(
    private upload: Upload,
    private readonly content: Content,
    private readonly send: SendPart = partSender(),
    private readonly delay = 1000,
  ) {
    this.received = new Set(upload.received);
    this.state = { phase: "paused", sent: this.sent(), size: content.size, bytesPerSecond: undefined, error: undefined };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => { this.listeners.delete(listener); };
  };

  readonly snapshot = (): TransferState => this.state;

  /** Sends until all parts are received or the transfer is paused or fails. */
  async start(): Promise<void> {
    if (this.state.phase === "sending") return;
    clearTimeout(this.timer);
    this.controller = new AbortController();
    this.rates = [];
    this.update({ phase: "sending", error: undefined });
    try {
      await this.sendMissing(this.controller.signal);
      if (this.upload.state !== "COMPLETE") await completeUpload(this.upload.id);
      this.update({ phase: "complete", sent: this.content.size });
    } catch (error) {
      this.stop(error instanceof Error ? error : new Error(String(error)));
    }
  }

  pause(): void {
    clearTimeout(this.timer);
    this.update({ phase: "paused", bytesPerSecond: undefined, error: undefined });
    this.controller.abort();
  }

  private async sendMissing(signal: AbortSignal): Promise<void> {
    this.upload = await getUpload(this.upload.id);
    this.received = new Set(this.upload.received);
    const missing = Array.from({ length: this.upload.parts }, (_, index) => index + 1).filter((part) => !this.received.has(part));
    const lane = async () => {
      for (let part = missing.shift(); part !== undefined; part = missing.shift()) await this.sendPart(part, signal);
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  private async sendPart(part: number, signal: AbortSignal): Promise<void> {
    const { partSize } = this.upload;
    const bytes = this.content.slice((part - 1) * partSize, Math.min(part * partSize, this.content.size));
    for (let attempt = 1; ; attempt++) {
      try {
        await this.send(this.upload, part, bytes, (sent) => { this.report(part, sent); }, signal);
        this.received.add(part);
        this.failures = 0;
        return;
      } catch (error) {
        if (signal.aborted || !isWorthRepeating(error)) throw error;
        // A browser reports a file that was changed or removed as a lost network.
        await checkReadable(bytes, this.content.fileName);
        if (attempt === attemptsPerPart) throw error;
        await pauseFor(this.delay * attempt);
        signal.throwIfAborted();
      } finally {
        this.inFlight.delete(part);
        this.measure();
      }
    }
  }

  /** A pause has already set the state; a lost network makes the transfer wait; anything else ends it. */
  private stop(error: Error): void {
    this.controller.abort();
    this.inFlight.clear();
    if (this.state.phase !== "sending") return;
    if (!isWorthRepeating(error)) {
      this.update({ phase: "failed", error, bytesPerSecond: undefined });
      return;
    }
    this.failures += 1;
    this.update({ phase: "waiting", error, bytesPerSecond: undefined });
    this.timer = setTimeout(() => void this.start(), Math.min(longestWait, this.delay * 2 ** this.failures));
  }

  private report(part: number, sent: number): void {
    this.inFlight.set(part, sent);
    this.measure();
  }

  private measure(): void {
    if (this.state.phase !== "sending") return;
    const now = performance.now();
    const sent = this.sent();
    this.rates = [...this.rates.filter(({ at }) => at > now - window), { at: now, sent }];
    const first = this.rates[0];
    const seconds = (now - (first?.at ?? now)) / 1000;
    this.update({ sent, ...(first && seconds > 1 && { bytesPerSecond: Math.max(0, sent - first.sent) / seconds }) });
  }

  private sent(): number {
    const { partSize, parts } = this.upload;
    const last = this.content.size - (parts - 1) * partSize;
    const done = [...this.received].reduce((total, part) => total + (part === parts ? last : partSize), 0);
    return done + [...this.inFlight.values()].reduce((total, bytes) => total + bytes, 0);
  }

  private update(changes: Partial<TransferState>): void {
    this.state = { ...this.state, ...changes };
    this.listeners.forEach((listener) => { listener(); });
  }
}
