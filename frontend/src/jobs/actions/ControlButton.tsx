import { useState } from "react";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { ErrorMessage } from "../../components/ErrorMessage";
import { questions, useControl, type Control } from "./control";
import type { Job } from "../jobs";

interface Props {
  job: Job;
  control: Control;
  saved: number | undefined;
  onClose: () => void;
}

/** Asks before it acts, in the words of what will happen; a refusal of the server stays with the question. */
export function ControlDialog({ job, control, saved, onClose }: Props) {
  const { action, busy, refusal, harmful, says } = questions[control];
  const mutation = useControl(job.id, control);
  return (
    <ConfirmDialog
      title={`${action.replace("the job", `“${job.name}”`)}?`}
      action={mutation.isPending ? busy : action}
      refusal={refusal}
      busy={mutation.isPending}
      harmful={harmful}
      onConfirm={() => { mutation.mutate(undefined, { onSuccess: onClose }); }}
      onClose={onClose}
    >
      <p>{says(job, saved)}</p>
      {mutation.isError && <ErrorMessage error={mutation.error} />}
    </ConfirmDialog>
  );
}

export function ControlButton({ job, control, saved }: Omit<Props, "onClose">) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <button className={`button ${control === "cancel" ? "button-bad-quiet" : ""}`} onClick={() => { setAsking(true); }}>
        {questions[control].button}
      </button>
      {asking && <ControlDialog job={job} control={control} saved={saved} onClose={() => { setAsking(false); }} />}
    </>
  );
}
