import { useQueries } from "@tanstack/react-query";
import { bytes } from "../components/format";
import { OverlayChart } from "../compare/OverlayChart";
import { curvesQuery } from "../compare/curves";
import type { Job } from "../jobs/jobs";
import type { Comparison, Variant } from "./comparisons";
import { byEpoch, gaps, meanCurve, spread } from "./gap";
import { pairSentence } from "./words";

/** How two variants differ: one sentence, the gap by epoch and the memory side by side. */
export function PairView({ comparison, jobs }: { comparison: Comparison; jobs: Job[] }) {
  const [first, second] = comparison.variants;
  if (!first || !second) return null;
  const succeeded = new Set(jobs.filter((job) => job.state === "SUCCEEDED").map((job) => job.id));
  const shared = first.jobs.filter((job, index) => job !== null && succeeded.has(job) && succeeded.has(second.jobs[index] ?? "")).length;
  const sentence = pairSentence(first, second, shared);
  return (
    <section className="panel variant-pair" aria-labelledby="pair">
      <h2 id="pair">{second.label} beside {first.label}</h2>
      <p className="variant-pair-sentence">{sentence ?? "Both variants need a result before they can be compared."}</p>
      <div className="variant-pair-charts">
        <PairCurves first={first} second={second} jobs={jobs} />
        <MemoryBars variants={[first, second]} />
      </div>
    </section>
  );
}

function PairCurves({ first, second, jobs }: { first: Variant; second: Variant; jobs: Job[] }) {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const ids = [...first.jobs, ...second.jobs].filter((id) => id !== null);
  const curves = useQueries({
    queries: ids.map((id) => ({ ...curvesQuery(byId.get(id) ?? { id, state: "", progress: null }), enabled: byId.get(id)?.startedAt != null })),
  });
  const accuracies = (variant: Variant) =>
    variant.jobs.map((id) => (id === null ? [] : byEpoch(curves[ids.indexOf(id)]?.data, byId.get(id))));
  const one = accuracies(first);
  const two = accuracies(second);
  const gap = gaps(one, two);
  const loading = curves.some((curve) => curve.isLoading);
  return (
    <>
      <OverlayChart
        title="Test accuracy by epoch, mean and range over seeds"
        x="epoch"
        unit="percent"
        lines={[
          { label: first.label, points: meanCurve(one), band: spread(one) },
          { label: second.label, points: meanCurve(two), band: spread(two) },
        ]}
        emptyText={loading ? "Loading…" : "No epoch has ended yet."}
      />
      <OverlayChart
        title={`Gap to ${first.label} by epoch, in points`}
        x="epoch"
        unit="points"
        lines={[{ label: `${second.label} minus ${first.label}`, points: meanCurve(gap), band: spread(gap) }]}
        emptyText={loading ? "Loading…" : "No epoch has ended in both trainings of a seed yet."}
      />
    </>
  );
}

function MemoryBars({ variants }: { variants: Variant[] }) {
  const largest = Math.max(0, ...variants.map((variant) => variant.peakMemoryBytes?.mean ?? 0));
  return (
    <figure className="memory-bars">
      <figcaption><h3>Peak memory</h3></figcaption>
      {largest === 0 ? <p className="muted">No training has ended yet.</p> : (
        <dl>
          {variants.map((variant, index) => (
            <div key={variant.label}>
              <dt>{variant.label}</dt>
              <dd>
                <span className={`memory-bar memory-bar-${index}`} style={{ inlineSize: `${((variant.peakMemoryBytes?.mean ?? 0) / largest) * 100}%` }} aria-hidden="true" />
                {variant.peakMemoryBytes ? bytes(variant.peakMemoryBytes.mean) : "not measured yet"}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </figure>
  );
}
