import { useEffect, useRef } from "react";
import type { FieldProblem } from "../../api/errors";
import { fieldId } from "../../catalog/schema";

/** Lists all invalid fields, each with a link to its field. Takes the focus when new problems appear. */
export function ProblemSummary({ problems }: { problems: FieldProblem[] }) {
  const box = useRef<HTMLDivElement>(null);
  const text = problems.map((problem) => problem.pointer + problem.detail).join();
  useEffect(() => {
    if (text !== "") box.current?.focus();
  }, [text]);
  if (problems.length === 0) return null;
  return (
    <div ref={box} className="notice notice-danger" role="alert" tabIndex={-1} aria-label="Spec errors">
      <div className="notice-body">
        <strong>{problems.length === 1 ? "1 field has an error" : `${problems.length} fields have errors`}</strong>
        <ul>
          {problems.map(({ pointer, detail }) => (
            <li key={pointer + detail}>
              <button type="button" className="link" onClick={() => { show(pointer); }}>
                <code>{pointer === "" ? "/" : pointer}</code>
              </button>{" "}
              {detail}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** Shows the field in the middle of the window, because bars cover its upper and lower edge. */
function show(pointer: string) {
  const field = document.getElementById(fieldId(pointer));
  if (!field) return;
  field.closest("details")?.setAttribute("open", "");
  field.focus({ preventScroll: true });
  field.scrollIntoView({ block: "center" });
}
