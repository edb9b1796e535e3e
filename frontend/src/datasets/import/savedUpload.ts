import type { ImportRequest } from "./importRequest";
import type { Content } from "./tar";

/** What is needed to continue an upload after the page was closed: all but the files, which the user chooses again. */
export interface SavedUpload {
  upload: string;
  fileName: string;
  size: number;
  fingerprint: string;
  isFolder: boolean;
  request: ImportRequest;
}

const storageKey = "isograd.upload";

export function saveUpload(saved: SavedUpload): void {
  localStorage.setItem(storageKey, JSON.stringify(saved));
}

export function savedUpload(): SavedUpload | undefined {
  const text = localStorage.getItem(storageKey);
  try {
    // Only this file writes it.
    return text === null ? undefined : (JSON.parse(text) as SavedUpload);
  } catch {
    return undefined;
  }
}

export function forgetUpload(): void {
  localStorage.removeItem(storageKey);
}

export function isSameContent(saved: SavedUpload, content: Content): boolean {
  return content.size === saved.size && content.fingerprint === saved.fingerprint;
}
