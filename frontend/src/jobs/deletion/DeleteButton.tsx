import { useNavigate } from "react-router";
import { ErrorMessage } from "../../components/ErrorMessage";
import type { Job } from "../jobs";
import { useDeleteJob, type Deletion } from "./deletion";

/** Deletes without a question, because the list of jobs then offers to undo it. */
export function DeleteButton({ job }: { job: Job }) {
  const navigate = useNavigate();
  const deletion = useDeleteJob(job);
  const showList = () => {
    const state: Deletion = { deleted: { id: job.id, name: job.name } };
    void navigate("/jobs", { state });
  };
  return (
    <>
      <button
        className="button button-danger-outline"
        disabled={deletion.isPending}
        onClick={() => { deletion.mutate(undefined, { onSuccess: showList }); }}
      >
        {deletion.isPending ? "Deleting…" : "Delete"}
      </button>
      {deletion.isError && <ErrorMessage error={deletion.error} />}
    </>
  );
}
