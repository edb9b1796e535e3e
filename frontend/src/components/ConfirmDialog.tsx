import type { ReactNode } from "react";
import { Dialog } from "./Dialog";

interface Props {
  title: string;
  action: string;
  dismissLabel: string;
  busy: boolean;
  /** Whether the action stops or deletes something. */
  destructive?: boolean;
  children: ReactNode;
  onConfirm: () => void;
  onClose: () => void;
}

/** A modal dialog that asks the user to confirm an action. */
export function ConfirmDialog({ title, action, dismissLabel, busy, destructive = true, children, onConfirm, onClose }: Props) {
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <div className="row row-end">
        <button type="button" className="button" onClick={onClose}>
          {dismissLabel}
        </button>
        <button type="button" className={`button ${destructive ? "button-danger" : "button-primary"}`} disabled={busy} onClick={onConfirm}>
          {action}
        </button>
      </div>
    </Dialog>
  );
}
