import { Link } from "react-router";
import { EmptyState } from "./EmptyState";

interface Props {
  subject?: string;
  list?: { name: string; path: string };
}

/** Leads back to the list that the missing thing would be in. */
export function NotFound({ subject = "Page", list = { name: "jobs", path: "/jobs" } }: Props) {
  return (
    <EmptyState title={`${subject} not found`} isPage>
      <p>It may have been deleted, it may belong to another project, or the URL may be wrong.</p>
      <Link className="button" to={list.path}>
        Back to {list.name}
      </Link>
    </EmptyState>
  );
}
