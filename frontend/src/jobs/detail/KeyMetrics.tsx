import { bytes, count, duration, percent, significant } from "../../components/format";
import { lastOf, type Metrics } from "../../metrics/metrics";
import type { Job } from "../jobs";

interface Props {
  job: Job;
  metrics: Metrics | undefined;
}

/** The most important metrics: the final ones once there is a result, the latest reported ones before. */
export function KeyMetrics({ job, metrics }: Props) {
  const { result } = job;
  const epoch = result?.bestEpoch === undefined ? "after the last epoch" : `after epoch ${result.bestEpoch}, by validation`;
  const entries: [name: string, value: string | undefined, note?: string][] = [
    ["Test accuracy", formatted(result?.testAccuracy ?? lastOf(metrics, "test.accuracy"), percent), epoch],
    ["Best test accuracy", formatted(result?.bestTestAccuracy, percent), "of all epochs"],
    ["Test loss", formatted(result?.testLoss ?? lastOf(metrics, "test.loss"), significant), epoch],
    ["Train loss", result ? undefined : formatted(lastOf(metrics, "train.loss"), significant), "in the last steps"],
    ["Training time", formatted(result?.trainSeconds, duration)],
    ["Images per second", formatted(result?.imagesPerSecond ?? lastOf(metrics, "images.perSecond"), count)],
    ["Peak memory", formatted(result?.peakMemoryBytes ?? lastOf(metrics, "memory.peakBytes"), bytes), "of the whole process"],
    ["Parameters", formatted(result?.parameters, count)],
  ];
  const known = entries.filter(([, value]) => value !== undefined);
  if (known.length === 0) return null;
  return (
    <dl className="key-metrics panel" aria-label="Key metrics">
      {known.map(([name, value, note]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          {note !== undefined && <dd className="key-metric-note">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}

function formatted(value: number | null | undefined, format: (value: number) => string): string | undefined {
  return value === undefined || value === null ? undefined : format(value);
}
