import { useEffect, useId, useRef, type ReactNode } from "react";

interface Props {
  title: string;
  action: string;
  refusal: string;
  busy: boolean;
  children: ReactNode;
  onConfirm: () => void;
  onClose: () => void;
}

/** A modal question; the browser's own dialog keeps the focus inside and closes on Escape. */
export function ConfirmDialog({ title, action, refusal, busy, children, onConfirm, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={heading} className="dialog" onClose={onClose}>
      <h2 id={heading}>{title}</h2>
      {children}
      <div className="row row-end">
        <button type="button" className="button" onClick={onClose}>
          {refusal}
        </button>
        <button type="button" className="button button-bad" disabled={busy} onClick={onConfirm}>
          {action}
        </button>
      </div>
    </dialog>
  );
}
