import { Link } from "react-router";
import { bytes, count } from "../../components/format";
import { RelativeTime } from "../../components/RelativeTime";
import type { Dataset } from "../datasets";
import { DatasetStateBadge } from "../DatasetStateBadge";
import { isImporting, pictureCount, pictureSize } from "../describe";
import { ImportProgressBar } from "../ImportProgressBar";

const columns = ["Name", "State", "Pictures", "Classes", "Size", "Storage", "Created"];
const numbers = new Set(["Pictures", "Classes", "Storage"]);

/** The newest version of each data set. The roles are explicit because narrow screens show the rows as cards. */
export function DatasetTable({ datasets }: { datasets: Dataset[] }) {
  return (
    <table className="table job-table" role="table" aria-label="Data sets">
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column} role="columnheader" scope="col" className={numbers.has(column) ? "number" : undefined}>{column}</th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {datasets.map((dataset) => <DatasetRow key={dataset.id} dataset={dataset} />)}
      </tbody>
    </table>
  );
}

function DatasetRow({ dataset }: { dataset: Dataset }) {
  const size = dataset.bytes ?? dataset.report?.bytes;
  const cells: Record<string, React.ReactNode> = {
    State: isImporting(dataset) ? <ImportProgressBar dataset={dataset} /> : <DatasetStateBadge dataset={dataset} />,
    Pictures: pictureCount(dataset),
    Classes: dataset.classes === null || dataset.classes.length === 0 ? undefined : count(dataset.classes.length),
    Size: pictureSize(dataset),
    Storage: size === undefined ? undefined : bytes(size),
    Created: dataset.createdAt ? <RelativeTime at={dataset.createdAt} /> : undefined,
  };
  return (
    <tr role="row">
      <td role="cell" data-column="Name">
        <Link to={`/datasets/${encodeURIComponent(dataset.name)}`} className="row-link">
          <bdi className="user-text">
            {dataset.name}
            {!dataset.builtIn && dataset.version !== undefined && <span className="muted">@{dataset.version}</span>}
          </bdi>
        </Link>{" "}
        {dataset.builtIn && <span className="tag">built in</span>}
        {dataset.title !== null && dataset.title !== "" && dataset.title !== dataset.name && (
          <p className="row-subtitle"><bdi className="user-text">{dataset.title}</bdi></p>
        )}
      </td>
      {columns.slice(1).map((column) => (
        <td key={column} role="cell" data-column={column} data-empty={cells[column] === undefined ? "" : undefined} className={numbers.has(column) ? "number" : undefined}>
          {cells[column] ?? "–"}
        </td>
      ))}
    </tr>
  );
}
