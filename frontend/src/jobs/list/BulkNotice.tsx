import { deleteAction, restoreAction, type useBulk } from "./bulk";

/** What an action on many jobs did, which jobs it failed for and why. Deletions can be undone. */
export function BulkNotice({ bulk }: { bulk: ReturnType<typeof useBulk> }) {
  const { outcome } = bulk;
  if (outcome === null) return null;
  const { action, done, failed } = outcome;
  return (
    <div className={`notice ${failed.length > 0 ? "notice-danger" : ""}`} role="status">
      <div className="notice-body">
        <span>{action.title}: {done.length} of {done.length + failed.length} done.</span>
        {failed.length > 0 && (
          <ul>
            {failed.slice(0, 10).map(({ job, why }) => <li key={job.id}><bdi>{job.name}</bdi>: {why}</li>)}
            {failed.length > 10 && <li>and {failed.length - 10} more</li>}
          </ul>
        )}
      </div>
      {action === deleteAction && done.length > 0 && (
        <button type="button" className="button button-small" onClick={() => void bulk.run(restoreAction, done)}>Undo</button>
      )}
      <button type="button" className="button button-small button-plain" onClick={bulk.dismiss}>Dismiss</button>
    </div>
  );
}
