import type { ReactNode } from "react";

interface Props {
  id: string;
  label: string;
  help?: string;
  problem?: string | undefined;
  children: ReactNode;
}

/** A labelled control with its help text and the problem that was found with it. */
export function Field({ id, label, help, problem, children }: Props) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      <div id={`${id}-notes`}>
        {problem !== undefined && <p className="problem">{problem}</p>}
        {help !== undefined && <p className="help">{help}</p>}
      </div>
    </div>
  );
}
