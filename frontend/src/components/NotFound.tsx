import { Link } from "react-router";
import { EmptyState } from "./EmptyState";

export function NotFound({ subject = "Page" }: { subject?: string }) {
  return (
    <EmptyState title={`${subject} not found`} isPage>
      <p>It may have been deleted, it may belong to another project, or the URL may be wrong.</p>
      <Link className="button" to="/jobs">
        Back to jobs
      </Link>
    </EmptyState>
  );
}
