/** Where a command on this computer waits for its key. */
export interface Receiver {
  /** Suggested name of the key. */
  name: string;
  /** The page that takes a key. It stands behind the #, so browsers send it to no server by themselves. */
  address: (key: string) => string;
}

/** Reads the address that the command has printed; keys go to this computer only, whatever the address says. */
export function receiverOf(parameters: URLSearchParams): Receiver | null {
  const port = parameters.get("port") ?? "";
  const state = parameters.get("state") ?? "";
  if (!/^\d{4,5}$/.test(port) || Number(port) < 1024 || Number(port) > 65_535 || !/^[0-9a-f]{32}$/.test(state)) return null;
  return {
    name: (parameters.get("name") ?? "isograd").slice(0, 100),
    address: (key) => `http://127.0.0.1:${port}/#${new URLSearchParams({ state, key }).toString()}`,
  };
}
