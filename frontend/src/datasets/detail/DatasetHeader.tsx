import { useState } from "react";
import { Link } from "react-router";
import { Icon } from "../../components/Icon";
import { PageTitle } from "../../components/PageTitle";
import { RelativeTime } from "../../components/RelativeTime";
import type { Dataset } from "../datasets";
import { DatasetStateBadge } from "../DatasetStateBadge";
import { isReady, qualifiedName } from "../describe";
import { DeleteDialog } from "./DeleteDialog";

export function DatasetHeader({ dataset }: { dataset: Dataset }) {
  const [isDeleting, setDeleting] = useState(false);
  const reference = qualifiedName(dataset);
  return (
    <div className="job-header">
      <Link to="/datasets" className="back-link"><Icon name="back" /> Data sets</Link>
      <PageTitle title={reference}>
        <span role="status" aria-label="State"><DatasetStateBadge dataset={dataset} /></span>
        {dataset.builtIn && <span className="tag">built in</span>}
        <span className="spacer" />
        {isReady(dataset) && (
          <Link to={`/jobs/new?dataset=${encodeURIComponent(reference)}`} className="button button-primary">Train on this</Link>
        )}
        {!dataset.builtIn && (
          <>
            {isReady(dataset) && <Link to={`/datasets/new?name=${encodeURIComponent(dataset.name)}`} className="button"><Icon name="plus" /> New version</Link>}
            <button type="button" className="button button-danger-outline" onClick={() => { setDeleting(true); }}>Delete</button>
          </>
        )}
      </PageTitle>
      <p className="metadata">
        {dataset.title !== null && dataset.title !== "" && dataset.title !== dataset.name && <span><bdi className="user-text">{dataset.title}</bdi></span>}
        {dataset.license !== null && dataset.license !== "" && <span><bdi className="user-text">{dataset.license}</bdi></span>}
        {dataset.createdAt && <span>created <RelativeTime at={dataset.createdAt} /></span>}
        {dataset.job && <span><Link to={`/jobs/${encodeURIComponent(dataset.job)}`}>import job</Link></span>}
        <code>{dataset.id}</code>
      </p>
      {isDeleting && <DeleteDialog dataset={dataset} onClose={() => { setDeleting(false); }} />}
    </div>
  );
}
