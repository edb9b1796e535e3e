import { ApiError, isTransient } from "../../api/errors";

/** Whether the same part may be accepted if it is sent again. */
export function isWorthRepeating(error: unknown): boolean {
  if (!(error instanceof ApiError)) return isTransient(error);
  return isTransient(error) || [408, 425, 429].includes(error.status) || error.problem.code === "request_in_flight";
}

/** Fails if the file that a blob is a part of has changed or is gone. */
export function checkReadable(bytes: Blob, fileName: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => { resolve(); };
    reader.onerror = () => {
      reject(new Error(`${fileName} was changed or removed on this computer, so the upload cannot continue.`, { cause: reader.error }));
    };
    reader.readAsArrayBuffer(bytes.slice(0, 1));
  });
}

export function pauseFor(milliseconds: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}
