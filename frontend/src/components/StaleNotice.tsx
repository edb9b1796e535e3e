import { useNow } from "./useNow";

const staleAfter = 30_000;

interface Props {
  error: Error | null;
  updatedAt: number;
  /** Whether news should come by themselves, so that long silence means something. */
  expectsUpdates?: boolean;
}

/** Says that what is shown is old: the last refresh failed, or nothing was heard for long. The next try follows by itself. */
export function StaleNotice({ error, updatedAt, expectsUpdates = false }: Props) {
  const now = useNow(expectsUpdates);
  const silent = expectsUpdates && now - updatedAt > staleAfter;
  if (error === null && !silent) return null;
  return (
    <p className="notice notice-warning" role="status">
      <span className="badge badge-warning">Stale</span>{" "}
      <span>
        {error?.message ?? "Nothing was heard for more than 30 seconds."} Shown is the state of{" "}
        {new Date(updatedAt).toLocaleTimeString("en-GB")}.
      </span>
    </p>
  );
}
