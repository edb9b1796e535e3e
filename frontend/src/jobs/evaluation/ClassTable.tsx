import { useState } from "react";
import { count, percent } from "../../components/format";
import { supportOf, type Cell } from "./confusion";
import type { Head } from "./evaluation";

type Column = "name" | "precision" | "recall" | "pictures";

interface Row {
  name: string;
  precision: number | null;
  recall: number | null;
  pictures: number;
}

const titles: Record<Column, string> = { name: "Class", precision: "Precision", recall: "Recall", pictures: "Test pictures" };
const shownAtFirst = 25;

/** Precision and recall of each class. A click on a heading sorts by it. */
export function ClassTable({ classes, head, cells }: { classes: string[]; head: Head; cells: Cell[] }) {
  const [sort, setSort] = useState<{ column: Column; descending: boolean }>();
  const [all, setAll] = useState(false);
  const support = supportOf(cells, classes.length);
  const rows = classes.map((name, index): Row => ({
    name, precision: head.precision[index] ?? null, recall: head.recall[index] ?? null, pictures: support[index] ?? 0,
  }));
  const sorted = sort ? rows.toSorted((one, other) => compare(one[sort.column], other[sort.column]) * (sort.descending ? -1 : 1)) : rows;
  const shown = all ? sorted : sorted.slice(0, shownAtFirst);
  const sortBy = (column: Column) => { setSort({ column, descending: sort?.column === column && !sort.descending }); };
  return (
    <div className="stack">
      <table className="table table-plain class-metrics" aria-label="Metrics by class">
        <thead>
          <tr>
            {(Object.keys(titles) as Column[]).map((column) => (
              <th key={column} scope="col" className={column === "name" ? undefined : "number"} aria-sort={sort?.column === column ? (sort.descending ? "descending" : "ascending") : undefined}>
                <button type="button" className="sort" onClick={() => { sortBy(column); }}>
                  {titles[column]} <span aria-hidden="true">{sort?.column === column ? (sort.descending ? "↓" : "↑") : ""}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ name, precision, recall, pictures }, index) => (
            <tr key={index}>
              <td><bdi className="user-text">{name}</bdi></td>
              <td className="number">{precision === null ? <span title="Never predicted">–</span> : percent(precision)}</td>
              <td className="number">{recall === null ? <span title="No test pictures">–</span> : percent(recall)}</td>
              <td className="number">{count(pictures)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length > shown.length && (
        <button type="button" className="button load-more" onClick={() => { setAll(true); }}>Show all {count(sorted.length)} classes</button>
      )}
    </div>
  );
}

/** Values that are missing come last in ascending order. */
function compare(one: string | number | null, other: string | number | null): number {
  if (one === other) return 0;
  if (one === null) return 1;
  if (other === null) return -1;
  return typeof one === "string" ? one.localeCompare(String(other)) : one - Number(other);
}
