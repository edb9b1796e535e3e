import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { EmptyState } from "../../components/EmptyState";
import { ErrorMessage } from "../../components/ErrorMessage";
import { LoadMore } from "../../components/LoadMore";
import { PageTitle } from "../../components/PageTitle";
import { RelativeTime } from "../../components/RelativeTime";
import { Skeleton } from "../../components/Skeleton";
import { JobStateBadge } from "../JobStateBadge";
import { deletedJobsQuery, useRestoreJob, type DeletedJob } from "./deletion";

/** The jobs that were deleted and can still be restored. */
export function DeletedJobsPage() {
  const jobs = useInfiniteQuery(deletedJobsQuery());
  const restore = useRestoreJob();
  const found = jobs.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      <PageTitle title="Deleted jobs">
        <Link to="/jobs" className="button">All jobs</Link>
      </PageTitle>
      {restore.isError && <ErrorMessage error={restore.error} />}
      {jobs.isPending && <Skeleton lines={4} height={36} />}
      {jobs.isError && !jobs.data && <ErrorMessage error={jobs.error} retry={() => void jobs.refetch()} />}
      {jobs.isSuccess && found.length === 0 && (
        <EmptyState title="No deleted jobs">
          <p>A deleted job is listed here until its files are deleted for good.</p>
        </EmptyState>
      )}
      {found.length > 0 && (
        <div className="wide-table" tabIndex={0} role="region" aria-label="Table of deleted jobs">
          <table className="table deleted-jobs" aria-label="Deleted jobs">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">State</th>
                <th scope="col">Deleted</th>
                <th scope="col">Kept until</th>
                <th scope="col"><span className="visually-hidden">Actions</span></th>
              </tr>
            </thead>
            <tbody>
              {found.map((job) => (
                <DeletedRow key={job.id} job={job} busy={restore.isPending} onRestore={() => { restore.mutate(job.id); }} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <LoadMore label="Load more" query={jobs} />
    </>
  );
}

function DeletedRow({ job, busy, onRestore }: { job: DeletedJob; busy: boolean; onRestore: () => void }) {
  return (
    <tr>
      <td><bdi className="user-text">{job.name}</bdi></td>
      <td><JobStateBadge job={job} /></td>
      <td><RelativeTime at={job.deletedAt} /></td>
      <td>{new Date(job.restorableUntil).toLocaleDateString("en-GB", { dateStyle: "medium" })}</td>
      <td>
        <button className="button button-small" disabled={busy} aria-label={`Restore ${job.name}`} onClick={onRestore}>
          Restore
        </button>
      </td>
    </tr>
  );
}
