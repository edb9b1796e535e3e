import { useNow } from "./useNow";

const staleAfter = 30_000;

interface Props {
  error: Error | null;
  updatedAt: number;
  /** Whether updates should keep arriving, so that their absence is worth a notice. */
  expectsUpdates?: boolean;
}

/** Warns that the data is old: the last refresh failed, or no update arrived for too long. Retries are automatic. */
export function StaleNotice({ error, updatedAt, expectsUpdates = false }: Props) {
  const now = useNow(expectsUpdates);
  const silent = expectsUpdates && now - updatedAt > staleAfter;
  if (error === null && !silent) return null;
  return (
    <p className="notice notice-warning" role="status">
      <span className="badge badge-warning">Stale</span>{" "}
      <span>
        {error?.message ?? "No updates for more than 30 seconds."} Showing data from{" "}
        {new Date(updatedAt).toLocaleTimeString("en-GB")}.
      </span>
    </p>
  );
}
