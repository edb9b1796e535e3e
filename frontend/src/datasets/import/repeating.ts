import { ApiError, isTransient } from "../../api/errors";

/** Whether the same part may be accepted if it is sent again. */
export function isWorthRepeating(error: unknown): boolean {
  return isTransient(error) || (error instanceof ApiError && [408, 425, 429].includes(error.status));
}

/** Fails if the file that a blob is a part of has changed or is gone. */
export async function checkReadable(bytes: Blob, fileName: string): Promise<void> {
  const stream = bytes.slice(0, 1).stream().getReader();
  try {
    await stream.read();
  } catch (error) {
    throw new Error(`${fileName} was changed or removed on this computer, so the upload cannot continue.`, { cause: error });
  }
}

export function pauseFor(milliseconds: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}
