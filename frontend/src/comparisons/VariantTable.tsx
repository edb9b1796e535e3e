import { describePatch } from "../jobs/actions/mergePatch";
import type { Comparison, Variant } from "./comparisons";
import { accuracyText, differenceText, memoryText, timeText, verdictText } from "./words";

const columns = ["Variant", "n", "Test accuracy", "Difference", "Verdict", "Peak memory", "Training time"];

/** Mean and deviation of each variant. The roles are explicit because narrow screens show the rows as cards. */
export function VariantTable({ comparison }: { comparison: Comparison }) {
  return (
    <div className="wide-table" tabIndex={0} role="region" aria-label="Table of variants">
      <table className="table comparison-table" role="table" aria-label="Variants">
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => <th key={column} role="columnheader" scope="col">{column}</th>)}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {comparison.variants.map((variant, index) => (
            <Row key={variant.label} variant={variant} comparison={comparison} isFirst={index === 0} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ variant, comparison, isFirst }: { variant: Variant; comparison: Comparison; isFirst: boolean }) {
  const changes = describePatch(comparison.spec, variant.changes);
  const seeds = comparison.seeds.length;
  return (
    <tr role="row">
      <td role="cell" data-column="Variant">
        <strong><bdi className="user-text">{variant.label}</bdi></strong>
        <ul className="variant-changes muted">
          {(changes.length === 0 ? ["the spec as given"] : changes).map((change) => <li key={change}>{change}</li>)}
        </ul>
      </td>
      <td role="cell" data-column="n">{variant.n} of {seeds}</td>
      <td role="cell" data-column="Test accuracy">{accuracyText(variant.testAccuracy)}</td>
      <td role="cell" data-column="Difference">{isFirst ? "–" : differenceText(variant.difference)}</td>
      <td role="cell" data-column="Verdict">
        <span className={variant.verdict === "none" || variant.stopped ? "muted" : `verdict verdict-${variant.verdict}`}>
          {verdictText(variant, isFirst, seeds)}
        </span>
      </td>
      <td role="cell" data-column="Peak memory">{memoryText(variant.peakMemoryBytes)}</td>
      <td role="cell" data-column="Training time">{timeText(variant.trainSeconds)}</td>
    </tr>
  );
}
