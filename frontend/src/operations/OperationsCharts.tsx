import { useMemo } from "react";
import { Chart } from "../metrics/Chart";
import { isQuiet, line, type Operations } from "./operations";

const syncKey = "operations";

/** The queue, the waits, the running jobs and the workers over time. */
export function OperationsCharts({ operations }: { operations: Operations }) {
  const { points } = operations;
  const quiet = isQuiet(operations);
  const lines = useMemo(
    () => ({
      queue: [line("Queued jobs", points, (point) => point.queued)],
      waits: [
        line("Median wait", points, (point) => point.medianWaitSeconds),
        line("Longest wait", points, (point) => point.longestWaitSeconds),
      ].filter((each) => each.buckets.length > 0),
      running: [line("On CPUs", points, (point) => point.runningCpu), line("On GPUs", points, (point) => point.runningGpu)],
      workers: [line("Workers", points, (point) => point.workers), line("GPUs", points, (point) => point.gpus)],
    }),
    [points],
  );
  return (
    <>
      <h2 className="visually-hidden">Over time</h2>
      {quiet && <p className="muted">No job waited or ran in this period.</p>}
      <div className="operations-charts">
        <Chart title="Queue" lines={lines.queue} syncKey={syncKey} unit="count" overTime emptyText="" />
        <Chart title="Waits, in seconds" lines={lines.waits} syncKey={`${syncKey} waits`} unit="seconds" overTime emptyText="No job left the queue in this period." />
        <Chart title="Running jobs" lines={lines.running} syncKey={syncKey} unit="count" overTime emptyText="" />
        <Chart title="Workers and GPUs" lines={lines.workers} syncKey={syncKey} unit="count" overTime emptyText="" />
      </div>
      <p className="muted">
        A worker counts from its last start to its last report.
      </p>
    </>
  );
}
