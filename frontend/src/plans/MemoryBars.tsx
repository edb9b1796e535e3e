import { bytes, percent } from "../components/format";
import { PARTS, type Part, type PlanMemory } from "./plans";

const NAMES: Record<Part, string> = {
  weights: "Weights",
  optimizer: "Optimizer",
  gradients: "Weight gradients",
  activations: "Activations",
  working: "Working space",
};

/** The memory by part, beside that of back-propagation on the same scale. */
export function MemoryBars({ memory }: { memory: PlanMemory }) {
  const { estimatedBytes, backpropBytes, parts } = memory;
  const scale = Math.max(estimatedBytes, backpropBytes);
  const width = (value: number) => `${(value / scale) * 100}%`;
  return (
    <div className="plan-memory">
      <p className="plan-headline">
        <strong>{bytes(estimatedBytes)}</strong> <span className="muted">of memory</span>
      </p>
      <p className="muted">{difference(estimatedBytes / backpropBytes)}</p>
      <div className="plan-bar" aria-hidden="true">
        {PARTS.map((part) => <span key={part} className={`plan-part plan-${part}`} style={{ inlineSize: width(parts[part]) }} />)}
      </div>
      <div className="plan-bar" aria-hidden="true">
        <span className="plan-part plan-backprop" style={{ inlineSize: width(backpropBytes) }} />
      </div>
      <ul className="plan-legend">
        {PARTS.map((part) => (
          <li key={part}>
            <span className={`plan-key plan-${part}`} aria-hidden="true" /> {NAMES[part]} <span className="muted">{bytes(parts[part])}</span>
          </li>
        ))}
        <li>
          <span className="plan-key plan-backprop" aria-hidden="true" /> Back-propagation <span className="muted">{bytes(backpropBytes)}</span>
        </li>
      </ul>
    </div>
  );
}

function difference(ratio: number): string {
  if (Math.abs(ratio - 1) < 0.005) return "As much as back-propagation.";
  return `${percent(Math.abs(ratio - 1), 0)} ${ratio < 1 ? "less" : "more"} than back-propagation.`;
}
