import { bytes } from "../components/format";
import type { Plan } from "./plans";

const WIDTH = 300;
const HEIGHT = 64;
const INSET = 8;

/** A slider over the number of modules, with the memory curve above it and a dot where the plan is. */
export function ModuleSlider({ plan, onModules }: { plan: Plan; onModules: (modules: number) => void }) {
  const { cuts, blocks, memory } = plan;
  const modules = plan.split.modules;
  const highest = Math.max(memory.estimatedBytes, memory.backpropBytes, ...cuts.map((cut) => cut.memoryBytes));
  const x = (number: number) => INSET + ((number - 1) / Math.max(1, blocks - 1)) * (WIDTH - 2 * INSET);
  const y = (value: number) => HEIGHT - 4 - (value / highest) * (HEIGHT - 10);
  const least = cuts.reduce((best, cut) => (cut.memoryBytes < best.memoryBytes ? cut : best));
  return (
    <div className="plan-slider">
      <label htmlFor="plan-modules">
        Local modules: <strong>{modules}</strong> <span className="muted">of at most {blocks}</span>
      </label>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`Memory by number of modules: least with ${least.modules}, ${bytes(least.memoryBytes)}`}>
        <line className="plan-curve-backprop" x1={INSET} x2={WIDTH - INSET} y1={y(memory.backpropBytes)} y2={y(memory.backpropBytes)} />
        <polyline className="plan-curve" points={cuts.map((cut) => `${x(cut.modules)},${y(cut.memoryBytes)}`).join(" ")} />
        <circle className="plan-dot" cx={x(modules)} cy={y(memory.estimatedBytes)} r={4} />
      </svg>
      <input
        id="plan-modules"
        type="range"
        min={1}
        max={blocks}
        value={modules}
        aria-valuetext={`${modules} modules, ${bytes(memory.estimatedBytes)}`}
        onChange={(event) => { onModules(Number(event.target.value)); }}
      />
      <p className="muted">
        Least: {bytes(least.memoryBytes)} with {least.modules === 1 ? "1 module" : `${least.modules} modules`}. Dashed: back-propagation.
      </p>
    </div>
  );
}
