import { useEffect, useRef, type ReactNode } from "react";

interface Props {
  /** What is not as usual in the fields, in words. */
  differs: string[];
  /** Whether a field has a problem: it opens by itself, so that the problem is in sight. */
  hasProblem: boolean;
  /** Changes with each attempt to send the form, after which it opens again if need be. */
  attempt?: number | undefined;
  children: ReactNode;
}

/** Fields that most people leave as they are, folded under a line that says which are not. */
export function More({ differs, hasProblem, attempt = 0, children }: Props) {
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (hasProblem && box.current) box.current.open = true;
  }, [hasProblem, attempt]);
  const text = differs.join(", ");
  return (
    <details ref={box} className="panel more">
      <summary>
        <h2>More</h2> <span className="muted">{text === "" ? "All defaults" : text.charAt(0).toUpperCase() + text.slice(1)}</span>
      </summary>
      <div className="more-groups">{children}</div>
    </details>
  );
}
