import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { ConfirmDialog } from "../components/ConfirmDialog";
import { ErrorMessage } from "../components/ErrorMessage";
import { Icon } from "../components/Icon";
import { LiveSwitch } from "../components/LiveSwitch";
import { PageTitle } from "../components/PageTitle";
import { RelativeTime } from "../components/RelativeTime";
import { cancelComparison, comparisonsKey, doneOf, type Comparison } from "./comparisons";
import { TableButtons } from "./TableButtons";

/** Name, origin and actions of a comparison. */
export function ComparisonHeader({ comparison }: { comparison: Comparison }) {
  return (
    <>
      <Link to="/comparisons" className="back-link"><Icon name="back" /> Comparisons</Link>
      <PageTitle title={comparison.name}>
        {!comparison.isTerminal && <LiveSwitch />}
        <TableButtons comparison={comparison} />
        <Link className="button button-small" to={compareAddress(comparison)}>Curves</Link>
        {!comparison.isTerminal && <CancelButton comparison={comparison} />}
      </PageTitle>
      <p className="metadata">
        <span>{comparison.variants.length} variants</span>
        <span>{comparison.seeds.length === 1 ? "1 seed" : `${comparison.seeds.length} seeds`}</span>
        <span>created <RelativeTime at={comparison.createdAt} /></span>
        {Object.entries(comparison.labels).map(([name, value]) => <code key={name}>{`${name}=${value}`}</code>)}
        <code>{comparison.id}</code>
      </p>
    </>
  );
}

/** The runs of the first seed, one for each variant. */
function compareAddress({ variants }: Comparison): string {
  const jobs = variants.flatMap((variant) => variant.jobs.find((job) => job !== null) ?? []);
  return `/compare?jobs=${jobs.slice(0, 10).join(",")}`;
}

function CancelButton({ comparison }: { comparison: Comparison }) {
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => cancelComparison(comparison.id),
    onSuccess: () => {
      setAsking(false);
      return client.invalidateQueries({ queryKey: comparisonsKey });
    },
  });
  const { done, all } = doneOf(comparison);
  return (
    <>
      <button type="button" className="button button-small button-danger-outline" onClick={() => { setAsking(true); }}>Cancel</button>
      {asking && (
        <ConfirmDialog title="Cancel the comparison?" action="Cancel jobs" dismissLabel="Keep training" busy={cancel.isPending} onConfirm={() => { cancel.mutate(); }} onClose={() => { setAsking(false); }}>
          <p>Its {all - done} unfinished jobs are cancelled. Running ones save a checkpoint first. Finished ones stay in the table.</p>
          {cancel.isError && <ErrorMessage error={cancel.error} />}
        </ConfirmDialog>
      )}
    </>
  );
}
