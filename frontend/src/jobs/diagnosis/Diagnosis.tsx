import { useState } from "react";
import { deferred } from "../../components/deferred";
import { Icon } from "../../components/Icon";
import type { Metrics } from "../../metrics/metrics";
import type { Job } from "../jobs";
import { diagnose } from "./diagnose";
import { mainStep } from "./mainStep";
import type { NextStep } from "./nextSteps";

// Opened by few visits.
const RerunDialog = deferred(async () => (await import("./RerunDialog")).RerunDialog);

interface Props {
  job: Job;
  latest: Metrics | undefined;
  onModule: (module: number) => void;
}

/** What the figures say about the training: the cause in a sentence, and buttons for the next step. */
export function Diagnosis({ job, latest, onModule }: Props) {
  const [rerun, setRerun] = useState<(NextStep & { kind: "rerun" }) | null>(null);
  const main = mainStep(job);
  const findings = diagnose(job, latest)
    .map((finding) => ({ ...finding, steps: finding.steps.filter(({ label }) => label !== main?.label) }))
    // The head of the page says why a job failed, and has the main step.
    .filter(({ tone, steps }) => tone !== "danger" || steps.length > 0);
  if (findings.length === 0) return null;
  const take = (step: NextStep) => {
    if (step.kind === "rerun") setRerun(step);
    else onModule(step.module);
  };
  return (
    <section aria-labelledby="diagnosis-heading" className="diagnosis">
      <h2 id="diagnosis-heading" className="visually-hidden">Diagnosis</h2>
      <ul>
        {findings.map(({ id, tone, text, steps }) => (
          <li key={id} className={`notice ${tone === "info" ? "" : `notice-${tone}`}`}>
            {tone !== "info" && <Icon name="warning" />}
            <p>{text}</p>
            <span className="row">
              {steps.map((step) => (
                <button key={step.label} type="button" className="button button-small" aria-haspopup="dialog" onClick={() => { take(step); }}>{step.label}</button>
              ))}
            </span>
          </li>
        ))}
      </ul>
      {rerun && <RerunDialog job={job} step={rerun} onClose={() => { setRerun(null); }} />}
    </section>
  );
}
