import { Link } from "react-router";
import { EmptyState } from "./EmptyState";

export function NotFound({ what = "page" }: { what?: string }) {
  return (
    <EmptyState title={`There is no such ${what}`}>
      <p>It may have been removed, belong to another project, or the address may be mistyped.</p>
      <Link className="button" to="/jobs">
        To the jobs
      </Link>
    </EmptyState>
  );
}
