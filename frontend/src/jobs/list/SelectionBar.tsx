import { useState } from "react";
import { Link } from "react-router";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import type { Job } from "../jobs";
import { archiveAction, cancelAction, deleteAction, type BulkAction, type useBulk } from "./bulk";
import { compareAddress } from "./compareAddress";
import { LabelDialog } from "./LabelDialog";
import type { Selection } from "./selection";

interface Props {
  chosen: Job[];
  labelNames: string[];
  selection: Selection;
  bulk: ReturnType<typeof useBulk>;
}

/** What can be done with the chosen jobs. */
export function SelectionBar({ chosen, labelNames, selection, bulk }: Props) {
  const [dialog, setDialog] = useState<"cancel" | "delete" | "label" | null>(null);
  const close = () => { setDialog(null); };
  const archive = archiveAction(!chosen.every((job) => job.archived === true));
  const busy = bulk.running !== null;
  const run = (action: BulkAction) => {
    close();
    void bulk.run(action, chosen.filter(action.appliesTo));
  };
  const button = (action: BulkAction, onClick: () => void, className = "") => {
    const n = chosen.filter(action.appliesTo).length;
    const part = n < chosen.length && n > 0 ? ` ${n}` : "";
    return <button type="button" className={`button button-small ${className}`} disabled={busy || n === 0} onClick={onClick}>{action.title}{part}</button>;
  };
  return (
    <div className="selection-bar" role="region" aria-label="Selected jobs">
      <strong role="status">{bulk.running ? `${bulk.running.title}: ${bulk.running.done} of ${bulk.running.of}` : `${chosen.length} selected`}</strong>
      {chosen.length > 1 && <Link className="button button-small button-primary" to={compareAddress(chosen)}>Compare</Link>}
      <button type="button" className="button button-small" disabled={busy} onClick={() => { setDialog("label"); }}>Label…</button>
      {button(archive, () => { run(archive); })}
      {button(cancelAction, () => { setDialog("cancel"); })}
      {button(deleteAction, () => { setDialog("delete"); }, "button-danger-outline")}
      <span className="spacer" />
      <button type="button" className="button button-small button-plain" onClick={selection.clear}>Clear selection</button>
      {dialog === "cancel" && <ConfirmAction action={cancelAction} chosen={chosen} text="Each saves a checkpoint and stops training for good. Queued jobs end immediately." onConfirm={run} onClose={close} />}
      {dialog === "delete" && <ConfirmAction action={deleteAction} chosen={chosen} text="Deleted jobs can be restored for some days. Then their data and files are deleted for good." onConfirm={run} onClose={close} />}
      {dialog === "label" && <LabelDialog jobs={chosen} names={labelNames} onApply={run} onClose={close} />}
    </div>
  );
}

interface ConfirmProps {
  action: BulkAction;
  chosen: Job[];
  text: string;
  onConfirm: (action: BulkAction) => void;
  onClose: () => void;
}

function ConfirmAction({ action, chosen, text, onConfirm, onClose }: ConfirmProps) {
  const n = chosen.filter(action.appliesTo).length;
  const jobs = n === 1 ? "1 job" : `${n} jobs`;
  const rest = chosen.length - n;
  return (
    <ConfirmDialog title={`${action.title} ${jobs}?`} action={`${action.title} ${jobs}`} dismissLabel="Keep" busy={false} onConfirm={() => { onConfirm(action); }} onClose={onClose}>
      <p>{text}</p>
      {rest > 0 && <p>{action === deleteAction ? "The others have not finished, so they stay." : "The others have finished already."} ({rest})</p>}
    </ConfirmDialog>
  );
}
