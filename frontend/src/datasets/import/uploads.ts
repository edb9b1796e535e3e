import { changeHeaders, get, newIdempotencyKey, post, problemOf, remove, url } from "../../api/client";
import { ApiError, ConnectionError } from "../../api/errors";

/** A request that sends a part straight to the store. */
interface PartUrl {
  part: number;
  url: string;
  headers?: Record<string, string>;
}

/** A file that is sent in parts, numbered from 1. All parts but the last have the same size. */
export interface Upload {
  id: string;
  partSize: number;
  parts: number;
  received: number[];
  expiresAt: string;
  state?: string;
  partUrls?: PartUrl[];
}

const path = (id: string) => `/uploads/${encodeURIComponent(id)}`;

export function createUpload(filename: string, size: number): Promise<Upload> {
  return post("/uploads", { filename, size }, newIdempotencyKey());
}

export function getUpload(id: string): Promise<Upload> {
  return get(path(id));
}

export function completeUpload(id: string): Promise<Upload> {
  return post(`${path(id)}/complete`);
}

export function deleteUpload(id: string): Promise<unknown> {
  return remove(path(id));
}

export type SendPart = (upload: Upload, part: number, bytes: Blob, onSent: (bytes: number) => void, signal: AbortSignal) => Promise<void>;

/** Sends one part, to the store itself if the server gave an address there. `fetch` cannot report progress, so this does not use it. */
export const sendPart: SendPart = async (upload, part, bytes, onSent, signal) => {
  const direct = upload.partUrls?.find((each) => each.part === part);
  const headers = direct ? new Headers(direct.headers) : await changeHeaders("/uploads");
  await put(direct?.url ?? url(`${path(upload.id)}/parts/${part}`), bytes, headers, onSent, signal);
};

function put(address: string, bytes: Blob, headers: Headers, onSent: (bytes: number) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", address);
    headers.forEach((value, name) => { request.setRequestHeader(name, value); });
    if (!headers.has("Content-Type")) request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => { onSent(event.loaded); };
    request.onload = () => {
      const { status, statusText, responseText } = request;
      if (status >= 200 && status < 300) resolve();
      else reject(new ApiError(status, problemOf(responseText, status, statusText, request.getResponseHeader("X-Request-Id"))));
    };
    request.onerror = () => { reject(new ConnectionError(new Error(`PUT ${address}`))); };
    request.onabort = () => { reject(new DOMException("The part was not sent.", "AbortError")); };
    signal.addEventListener("abort", () => { request.abort(); });
    if (signal.aborted) request.abort();
    else request.send(bytes);
  });
}
