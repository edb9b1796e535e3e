import type { ReactNode } from "react";

export interface Pill {
  value: string;
  /** What it is called, also by a screen reader. */
  name: string;
  className?: string;
  /** Shown while the pointer is on it. */
  title?: string;
  /** Why it cannot be chosen. */
  unavailable?: string;
}

interface Props {
  id: string;
  legend: string;
  pills: Pill[];
  chosen: string | undefined;
  problem: string | undefined;
  onChoose: (value: string) => void;
  /** Between the legend and the pills. */
  before?: ReactNode;
  /** About what is chosen. */
  children?: ReactNode;
}

/** A choice between a few names: radio buttons in the shape of pills, with the reason why some cannot be chosen. */
export function Pills({ id, legend, pills, chosen, problem, onChoose, before, children }: Props) {
  const reasons = [...new Set(pills.map((pill) => pill.unavailable).filter((reason) => reason !== undefined))];
  const described = (reason: string | undefined) => (reason === undefined ? undefined : `${id}-why-${reasons.indexOf(reason)}`);
  return (
    <fieldset className="pills" id={id} tabIndex={-1} aria-describedby={problem === undefined ? undefined : `${id}-problem`}>
      <legend>{legend}</legend>
      <div className="pills-body">
        {before}
        <div className="pill-row">
          {pills.map(({ value, name, className, title, unavailable }) => (
            <label key={value} className="pill" title={unavailable ?? title}>
              <input
                type="radio"
                name={id}
                checked={value === chosen}
                // What is chosen already, by a copied job for example, is not taken away.
                disabled={unavailable !== undefined && value !== chosen}
                aria-label={name}
                aria-describedby={described(unavailable)}
                onChange={() => { onChoose(value); }}
              />
              <bdi className={className}>{name}</bdi>
            </label>
          ))}
        </div>
        {problem !== undefined && <p id={`${id}-problem`} className="problem">{problem}</p>}
        {reasons.map((reason) => (
          <p key={reason} id={described(reason)} className="help">
            {pills.filter((pill) => pill.unavailable === reason).map((pill) => pill.name).join(", ")}: {reason}
          </p>
        ))}
        {children}
      </div>
    </fieldset>
  );
}
