import { useEffect, useId, useRef, type ReactNode } from "react";

interface Props {
  title: string;
  className?: string;
  children: ReactNode;
  onClose: () => void;
}

/** A modal dialog. The browser's own dialog element keeps the focus inside and closes on Escape. */
export function Dialog({ title, className = "", children, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    // A dialog that is removed while it is open does not restore the focus by itself.
    return () => { if (before instanceof HTMLElement) before.focus(); };
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={heading} className={`dialog ${className}`} onClose={onClose}>
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  );
}
