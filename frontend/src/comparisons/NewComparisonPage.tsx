import { useQuery } from "@tanstack/react-query";
import { Link, useLocation, useSearchParams } from "react-router";
import type { Json } from "../api/json";
import { ErrorMessage } from "../components/ErrorMessage";
import { Icon } from "../components/Icon";
import { PageTitle } from "../components/PageTitle";
import { Skeleton } from "../components/Skeleton";
import { jobQuery } from "../jobs/jobs";
import { SAMPLE_SPEC } from "../jobs/submit/sample";
import "../styles/comparisons.css";
import { ComparisonForm } from "./ComparisonForm";

/** Names what variants are likely to change, since a patch of an optimizer that the spec does not name must also name its type. */
const STARTING_SPEC: Json = {
  ...SAMPLE_SPEC,
  rule: { type: "sgr", weight: 0.2 },
  split: { modules: 4 },
  optimizer: { type: "sgd", learningRate: 0.1 },
};

/** Starts from a job (`?from=`), from the spec that another form passes on, or from the sample. */
export function NewComparisonPage() {
  const [parameters] = useSearchParams();
  const from = parameters.get("from");
  // What a link of ours has put there; anything else is ignored.
  const passed = useLocation().state as { spec?: Json; name?: string } | null;
  const original = useQuery({ ...jobQuery(from ?? ""), enabled: from !== null });
  // A spec is JSON; its type lists only the fields that pages read.
  const spec = from === null ? (passed?.spec ?? STARTING_SPEC) : (original.data?.spec as Json | undefined);
  return (
    <>
      <Link to={from === null ? "/comparisons" : `/jobs/${from}`} className="back-link">
        <Icon name="back" /> {original.data?.name ?? "Comparisons"}
      </Link>
      <PageTitle title="New comparison" />
      {original.isError && <ErrorMessage error={original.error} retry={() => void original.refetch()} />}
      {spec === undefined ? !original.isError && <Skeleton lines={6} height={36} /> : (
        <ComparisonForm key={from} name={original.data?.name.slice(0, 100) ?? passed?.name?.slice(0, 100) ?? ""} spec={spec} />
      )}
    </>
  );
}
