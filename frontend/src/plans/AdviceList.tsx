import { isObject, type Json, type JsonObject } from "../api/json";
import { bytes } from "../components/format";
import { range } from "./range";
import type { Advice, Plan } from "./plans";

const SHOWN = 4;

/** Changes that need less memory, each with a button; open if the training does not fit as it is. */
export function AdviceList({ plan, onApply }: { plan: Plan; onApply: (change: JsonObject) => void }) {
  if (plan.advice.length === 0) return null;
  return (
    <details className="plan-advice" open={plan.problems.some(({ code }) => code === "does_not_fit")}>
      <summary>Ways to use less memory</summary>
      <ul>
        {plan.advice.slice(0, SHOWN).map((advice) => (
          <li key={JSON.stringify(advice.change)}>
            <div>
              <strong>{bytes(advice.memoryBytes)}</strong> <span>{description(advice)}</span>
              <p className="muted">
                {advice.why}
                {advice.secondsPerEpoch !== null && ` An epoch takes ${range(advice.secondsPerEpoch.low, advice.secondsPerEpoch.high)}.`}
              </p>
            </div>
            <button type="button" className="button" aria-label={`Apply: ${description(advice)}`} onClick={() => { onApply(advice.change); }}>
              Apply
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The change in words: `rule greedy, 4 modules by memory`. */
export function description({ change }: Advice): string {
  return Object.entries(change).map(([name, value]) => words(name, value)).join(", ");
}

function words(name: string, value: Json): string {
  if (!isObject(value)) return `${name === "batchSize" ? "batch size" : name} ${JSON.stringify(value)}`;
  const text = (field: string) => (typeof value[field] === "string" ? value[field] : JSON.stringify(value[field] ?? null));
  if (name === "split") return `${text("modules")} modules by ${text("by")}`;
  return name === "parallel" ? `${text("lanes")} lane` : `${name} ${text("type")}`;
}
