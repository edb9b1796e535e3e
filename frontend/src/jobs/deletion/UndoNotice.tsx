import { useLocation, useNavigate } from "react-router";
import { ErrorMessage } from "../../components/ErrorMessage";
import { useRestoreJob, type Deletion } from "./deletion";

/** Offers to undo the deletion that led to this page. */
export function UndoNotice() {
  const location = useLocation();
  const navigate = useNavigate();
  const restore = useRestoreJob();
  // The state of a page is what the deletion passed to it, or nothing.
  const deleted = (location.state as Deletion | null)?.deleted;
  if (deleted === undefined) return null;
  return (
    <div className="notice" role="status">
      <span className="notice-body">
        <bdi className="user-text">{deleted.name}</bdi> is deleted. Its files are kept for some days.
      </span>
      <button
        className="button button-small"
        disabled={restore.isPending}
        onClick={() => { restore.mutate(deleted.id, { onSuccess: () => void navigate(`/jobs/${deleted.id}`) }); }}
      >
        Undo
      </button>
      {restore.isError && <ErrorMessage error={restore.error} />}
    </div>
  );
}
