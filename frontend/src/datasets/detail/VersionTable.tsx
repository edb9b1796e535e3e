import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { RelativeTime } from "../../components/RelativeTime";
import { versionsQuery, type Dataset } from "../datasets";
import { DatasetStateBadge } from "../DatasetStateBadge";
import { pictureCount, pictureSize, qualifiedName } from "../describe";

const columns = ["Version", "State", "Pictures", "Size", "Created"];

/** The other versions of the same name; empty if there are none. */
export function VersionTable({ dataset }: { dataset: Dataset }) {
  const versions = useQuery(versionsQuery(dataset.name));
  const all = versions.data?.data ?? [];
  if (all.length < 2) return null;
  return (
    <section className="stack" aria-labelledby="versions-heading">
      <h2 id="versions-heading">Versions</h2>
      <table className="table" role="table" aria-labelledby="versions-heading">
        <thead role="rowgroup">
          <tr role="row">{columns.map((column) => <th key={column} role="columnheader" scope="col">{column}</th>)}</tr>
        </thead>
        <tbody role="rowgroup">
          {all.map((version) => (
            <tr key={version.id} role="row">
              <td role="cell" data-column="Name">
                {version.id === dataset.id ? <strong>{qualifiedName(version)}</strong> : (
                  <Link to={`/datasets/${encodeURIComponent(qualifiedName(version))}`}>{qualifiedName(version)}</Link>
                )}
                {version.id === dataset.id && <span className="muted"> this page</span>}
              </td>
              <td role="cell" data-column="State"><DatasetStateBadge dataset={version} /></td>
              <td role="cell" data-column="Pictures">{pictureCount(version) ?? "–"}</td>
              <td role="cell" data-column="Size">{pictureSize(version) ?? "–"}</td>
              <td role="cell" data-column="Created">{version.createdAt ? <RelativeTime at={version.createdAt} /> : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
