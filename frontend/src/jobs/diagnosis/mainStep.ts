import { repeatsFailure } from "../actions/control";
import type { Job } from "../jobs";
import { failure } from "./diagnose";
import type { NextStep } from "./nextSteps";

type Rerun = NextStep & { kind: "rerun" };

/** The change that the head of the page offers in place of a retry, which would repeat the failure. */
export function mainStep(job: Job): Rerun | undefined {
  return repeatsFailure(job) ? failure(job)?.steps.find((step): step is Rerun => step.kind === "rerun") : undefined;
}
