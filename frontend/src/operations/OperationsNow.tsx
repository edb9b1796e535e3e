import { count, duration } from "../components/format";
import type { Operations } from "./operations";

/** The present moment, in six figures. */
export function OperationsNow({ now }: { now: Operations["now"] }) {
  const facts: [label: string, value: string][] = [
    ["Queued", count(now.queued)],
    ["Longest wait", now.queued === 0 ? "–" : duration(now.oldestWaitSeconds)],
    ["Running on CPUs", count(now.runningCpu)],
    ["Running on GPUs", count(now.runningGpu)],
    ["Workers", count(now.workers)],
    ["GPUs", count(now.gpus)],
  ];
  return (
    <>
      {now.workers === 0 && now.queued > 0 && (
        <p className="panel operations-warning" role="status">Jobs are waiting, but no worker is running. Start a worker: the jobs keep their place in the queue.</p>
      )}
      <dl className="operations-now" aria-label="Now">
        {facts.map(([label, value]) => (
          <div key={label} className="panel">
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
