import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { jobQuery, type Origin } from "../jobs";

/** Links to the job that this one is a retry or fork of, by name once that is loaded. */
export function OriginLink({ origin }: { origin: Origin }) {
  const other = useQuery({ ...jobQuery(origin.job), retry: false, staleTime: Infinity });
  const kind = origin.kind === "FORK" ? "fork of" : origin.kind === "RETRY" ? "retry of" : `${origin.kind.toLowerCase()} of`;
  return (
    <span title={origin.checkpoint === null ? "from the beginning" : `from checkpoint ${origin.checkpoint}`}>
      {kind} <Link to={`/jobs/${encodeURIComponent(origin.job)}`}><bdi className="user-text">{other.data?.name ?? origin.job}</bdi></Link>
      {origin.checkpoint === null ? ", from the beginning" : ", from a checkpoint"}
    </span>
  );
}
