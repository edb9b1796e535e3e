import { useState } from "react";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { ErrorMessage } from "../../components/ErrorMessage";
import type { Job } from "../jobs";
import { confirmations, useControl, type Control } from "./control";

interface Props {
  job: Job;
  control: Control;
  savedStep: number | undefined;
  onClose: () => void;
}

/** Asks for confirmation and explains what will happen. If the server refuses, the dialog stays open and shows why. */
export function ControlDialog({ job, control, savedStep, onClose }: Props) {
  const { action, busy, dismissLabel, destructive, description } = confirmations[control];
  const mutation = useControl(job.id, control);
  return (
    <ConfirmDialog
      title={`${action.replace("job", `“${job.name}”`)}?`}
      action={mutation.isPending ? busy : action}
      dismissLabel={dismissLabel}
      busy={mutation.isPending}
      destructive={destructive}
      onConfirm={() => { mutation.mutate(undefined, { onSuccess: onClose }); }}
      onClose={onClose}
    >
      <p>{description(job, savedStep)}</p>
      {mutation.isError && <ErrorMessage error={mutation.error} />}
    </ConfirmDialog>
  );
}

export function ControlButton({ job, control, savedStep }: Omit<Props, "onClose">) {
  const [confirming, setConfirming] = useState(false);
  return (
    <>
      <button className={`button ${control === "cancel" ? "button-danger-outline" : ""}`} onClick={() => { setConfirming(true); }}>
        {confirmations[control].button}
      </button>
      {confirming && <ControlDialog job={job} control={control} savedStep={savedStep} onClose={() => { setConfirming(false); }} />}
    </>
  );
}
