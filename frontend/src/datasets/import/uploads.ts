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

/**
 * Returns a function that sends parts, to the store itself if the server names addresses there. If the browser cannot reach the store, or
 * the store refuses, all parts go through the server.
 */
export function partSender(): SendPart {
  let addresses: Promise<Upload> | undefined;
  let isReachable = true;
  return async (upload, part, bytes, onSent, signal) => {
    const direct = async (): Promise<PartUrl | undefined> => {
      const find = (found: Upload) => found.partUrls?.find((each) => each.part === part);
      if (!isReachable || !upload.partUrls?.length) return undefined;
      // An answer has the addresses of some of the missing parts only.
      const known = find(addresses === undefined ? upload : await addresses);
      if (known) return known;
      addresses = getUpload(upload.id);
      return find(await addresses);
    };
    const store = await direct();
    if (store) {
      try {
        await put(store.url, bytes, new Headers(store.headers), onSent, signal);
        return;
      } catch (error) {
        if (signal.aborted) throw error;
        isReachable = false;
      }
    }
    await put(url(`${path(upload.id)}/parts/${part}`), bytes, await changeHeaders("/uploads"), onSent, signal);
  };
}

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
