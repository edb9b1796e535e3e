import { bytes, count, duration } from "../components/format";
import { Skeleton } from "../components/Skeleton";
import { AdviceList } from "./AdviceList";
import { MemoryBars } from "./MemoryBars";
import { ModuleSlider } from "./ModuleSlider";
import { range } from "./range";
import type { Plan } from "./plans";
import type { JsonObject } from "../api/json";
import "../styles/plans.css";

interface Props {
  plan: Plan | undefined;
  /** Whether another answer is on its way, so that the figures are those of an earlier spec. */
  isOld: boolean;
  /** Why there are no figures. */
  missing: string | undefined;
  epochs: number;
  onModules: (modules: number) => void;
  onApply: (change: JsonObject) => void;
}

/** What the training would take, beside the form. */
export function PlanPanel({ plan, isOld, missing, epochs, onModules, onApply }: Props) {
  return (
    <section className={isOld ? "panel plan plan-old" : "panel plan"} aria-label="Plan" aria-busy={isOld}>
      <h2>Plan</h2>
      {missing !== undefined && <p className="muted" role="status">{missing}</p>}
      {plan === undefined && missing === undefined && <Skeleton lines={5} height={24} />}
      {plan !== undefined && (
        <>
          <Problems plan={plan} />
          <MemoryBars memory={plan.memory} />
          {plan.cuts.length > 1 && <ModuleSlider plan={plan} onModules={onModules} />}
          <Figures plan={plan} epochs={epochs} />
          <Devices plan={plan} />
          <AdviceList plan={plan} onApply={onApply} />
        </>
      )}
    </section>
  );
}

function Problems({ plan }: { plan: Plan }) {
  if (plan.problems.length === 0) return null;
  return (
    <div className="notice notice-danger">
      <div className="notice-body">
        <strong>This job could not start now</strong>
        {plan.problems.map(({ code, detail }) => <p key={code}>{detail}</p>)}
      </div>
    </div>
  );
}

function Figures({ plan, epochs }: { plan: Plan; epochs: number }) {
  const { time, queue } = plan;
  return (
    <dl className="plan-figures">
      <dt>Steps</dt>
      <dd>{count(plan.steps)}</dd>
      <dt>Time</dt>
      <dd>{time === null ? "Not known until a worker is calibrated or has run such a job" : range(time.secondsPerEpoch.low * epochs, time.secondsPerEpoch.high * epochs)}</dd>
      {time !== null && <dd className="muted">{range(time.secondsPerEpoch.low, time.secondsPerEpoch.high)} an epoch, by {time.basis}</dd>}
      <dt>Queue</dt>
      <dd>
        {queue.ahead === 0 ? "No job ahead" : queue.ahead === 1 ? "1 job ahead" : `${count(queue.ahead)} jobs ahead`}
        {wait(queue.estimatedWaitSeconds)}
      </dd>
    </dl>
  );
}

function wait(seconds: number | null): string {
  if (seconds === null) return "; waiting time not known";
  return seconds === 0 ? "; starts at once" : `; about ${duration(seconds)} to wait`;
}

function Devices({ plan }: { plan: Plan }) {
  if (plan.devices.length === 0) return null;
  const workers = new Set(plan.devices.map(({ worker }) => worker));
  return (
    <ul className="plan-devices" aria-label="Devices">
      {plan.devices.map(({ worker, device, kind, fits, freeBytes }) => (
        <li key={worker + device}>
          <span className={fits ? "fits" : "fits-not"}>{fits ? "Fits" : "Does not fit"}</span>{" "}
          <span>
            {kind === "cpu" ? "CPU" : `GPU ${device.slice(0, 12)}`}
            {workers.size > 1 && ` of ${worker}`}
          </span>{" "}
          <span className="muted">{bytes(freeBytes)} free</span>
        </li>
      ))}
    </ul>
  );
}
