/** Says that what is shown is old because the last refresh failed; the next poll tries again. */
export function StaleNotice({ error, updatedAt }: { error: Error | null; updatedAt: number }) {
  if (error === null) return null;
  return (
    <p className="notice notice-warn" role="status">
      Not up to date: {error.message} Shown is the state of {new Date(updatedAt).toLocaleTimeString()}.
    </p>
  );
}
