import { bytes, count, duration, percent, significant } from "../../components/format";
import { lastOf, type Metrics } from "../../metrics/metrics";
import type { Job } from "../jobs";

interface Props {
  job: Job;
  metrics: Metrics | undefined;
}

/** The figures people look for first: final ones once there is a result, else the latest reported. */
export function KeyFigures({ job, metrics }: Props) {
  const { result } = job;
  const figures: [string, string | undefined][] = [
    ["Test accuracy", show(result?.testAccuracy ?? lastOf(metrics, "test.accuracy"), percent)],
    ["Best test accuracy", show(result?.bestTestAccuracy, percent)],
    ["Test loss", show(result?.testLoss ?? lastOf(metrics, "test.loss"), significant)],
    ["Train loss", result ? undefined : show(lastOf(metrics, "train.loss"), significant)],
    ["Training time", show(result?.trainSeconds, duration)],
    ["Images a second", show(result?.imagesPerSecond ?? lastOf(metrics, "images.perSecond"), count)],
    ["Peak memory", show(result?.peakMemoryBytes ?? lastOf(metrics, "memory.peakBytes"), bytes)],
    ["Parameters", show(result?.parameters, count)],
  ];
  const known = figures.filter(([, value]) => value !== undefined);
  if (known.length === 0) return null;
  return (
    <dl className="key-figures panel" aria-label="Key figures">
      {known.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function show(value: number | null | undefined, format: (value: number) => string): string | undefined {
  return value === undefined || value === null ? undefined : format(value);
}
