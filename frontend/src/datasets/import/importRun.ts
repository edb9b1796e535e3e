import { newIdempotencyKey, post } from "../../api/client";
import { isNotFound, isTransient } from "../../api/errors";
import type { Dataset } from "../datasets";
import type { ImportRequest, Source } from "./importRequest";
import { forgetUpload, saveUpload, type SavedUpload } from "./savedUpload";
import type { Content } from "./tar";
import { Transfer, type TransferState } from "./transfer";
import { createUpload, deleteUpload, getUpload, type Upload } from "./uploads";

/** An import of files from this computer. It continues while the user looks at other pages. */
export interface ImportRun {
  request: ImportRequest;
  fileName: string;
  upload: string;
  transfer: Transfer;
  /** The data set, once all is sent and the import has begun. */
  dataset: Dataset | undefined;
  /** Why the server did not begin the import. */
  error: Error | undefined;
  /** The idempotency key of the request that begins it. */
  key: string;
}

let current: ImportRun | undefined;
const listeners = new Set<() => void>();

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => { listeners.delete(listener); };
}

export function currentRun(): ImportRun | undefined {
  return current;
}

function publish(next: ImportRun | undefined): void {
  current = next;
  listeners.forEach((listener) => { listener(); });
}

export function createDataset(request: ImportRequest, source: Source, key: string): Promise<Dataset> {
  return post("/datasets", { ...request, source }, key);
}

/** Begins to send the files. The import begins by itself when all have arrived. */
export async function startRun(content: Content, isFolder: boolean, request: ImportRequest): Promise<void> {
  const upload = await createUpload(content.fileName, content.size);
  const { fileName, size, fingerprint } = content;
  saveUpload({ upload: upload.id, fileName, size, fingerprint, isFolder, request });
  run(upload, content, request);
}

/** Continues an upload that an earlier page began. */
export async function continueRun(saved: SavedUpload, content: Content): Promise<void> {
  try {
    run(await getUpload(saved.upload), content, saved.request);
  } catch (error) {
    if (isNotFound(error)) forgetUpload();
    throw error;
  }
}

function run(upload: Upload, content: Content, request: ImportRequest): void {
  const transfer = new Transfer(upload, content);
  publish({ request, fileName: content.fileName, upload: upload.id, transfer, dataset: undefined, error: undefined, key: newIdempotencyKey() });
  const unsubscribe = transfer.subscribe(() => {
    if (transfer.snapshot().phase !== "complete") return;
    unsubscribe();
    void begin(request);
  });
  void transfer.start();
}

/** Begins the import of a complete upload; once more, perhaps with other fields, if that failed. */
export async function begin(request: ImportRequest): Promise<void> {
  if (!current) return;
  const isRepeated = isTransient(current.error) && JSON.stringify(request) === JSON.stringify(current.request);
  const run = { ...current, request, error: undefined, key: isRepeated ? current.key : newIdempotencyKey() };
  publish(run);
  try {
    const dataset = await createDataset(request, { upload: run.upload }, run.key);
    forgetUpload();
    publish({ ...run, dataset });
  } catch (error) {
    publish({ ...run, error: error instanceof Error ? error : new Error(String(error)) });
  }
}

/** Ends the run. What the server has received goes too. */
export async function cancelRun(): Promise<void> {
  const run = current;
  run?.transfer.pause();
  forgetUpload();
  publish(undefined);
  if (run && !run.dataset) await deleteUpload(run.upload).catch(() => undefined);
}

/** Lets go of a run whose import has begun, or that failed for good. */
export function endRun(): void {
  publish(undefined);
}

export function isSending(state: TransferState | undefined): boolean {
  return state !== undefined && ["sending", "waiting", "paused"].includes(state.phase);
}
