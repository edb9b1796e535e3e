import { useEffect, useId, useRef, type ReactNode } from "react";

interface Props {
  title: string;
  className?: string;
  children: ReactNode;
  onClose: () => void;
}

/** A modal window; the browser's own dialog keeps the focus inside, and closes on Escape. */
export function Dialog({ title, className = "", children, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    // Taken out of the page while open, a dialog does not give the focus back by itself.
    return () => { if (before instanceof HTMLElement) before.focus(); };
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={heading} className={`dialog ${className}`} onClose={onClose}>
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  );
}
