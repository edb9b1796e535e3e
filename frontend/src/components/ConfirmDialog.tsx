import type { ReactNode } from "react";
import { Dialog } from "./Dialog";

interface Props {
  title: string;
  action: string;
  refusal: string;
  busy: boolean;
  /** Whether confirming takes something away. */
  harmful?: boolean;
  children: ReactNode;
  onConfirm: () => void;
  onClose: () => void;
}

/** A modal question. */
export function ConfirmDialog({ title, action, refusal, busy, harmful = true, children, onConfirm, onClose }: Props) {
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <div className="row row-end">
        <button type="button" className="button" onClick={onClose}>
          {refusal}
        </button>
        <button type="button" className={`button ${harmful ? "button-bad" : "button-primary"}`} disabled={busy} onClick={onConfirm}>
          {action}
        </button>
      </div>
    </Dialog>
  );
}
