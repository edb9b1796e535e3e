import { bytes, percent } from "../../components/format";
import type { MemoryResult } from "../resultMetrics";

/** What a training was estimated to take, what it took, and what back-propagation would have taken, in plain words. */
export function MemoryUsage({ memory }: { memory: MemoryResult }) {
  const { estimate } = memory;
  const modules = estimate.activations.length;
  return (
    <section>
      <h3>Memory</h3>
      <p>{comparison(memory)}</p>
      <table className="table table-plain table-narrow" aria-label="Memory, estimated and measured">
        <thead>
          <tr>
            <th scope="col">Taken by training</th>
            <th scope="col" className="number">Bytes</th>
          </tr>
        </thead>
        <tbody>
          <Row name="Estimated before the start" value={memory.estimatedBytes} />
          <Row name="Measured" value={memory.measuredBytes} />
          <Row name="Estimated for back-propagation" value={memory.backpropBytes} />
        </tbody>
      </table>
      <table className="table table-plain table-narrow" aria-label="Parts of the estimate">
        <thead>
          <tr>
            <th scope="col">Of the estimate</th>
            <th scope="col" className="number">Bytes</th>
          </tr>
        </thead>
        <tbody>
          <Row name="Weights" value={estimate.weights} />
          <Row name="Optimizer" value={estimate.optimizer} />
          <Row name="Gradients by weights" value={estimate.gradients} />
          <Row name={modules > 1 ? "Activations of the largest module" : "Activations"} value={Math.max(...estimate.activations)} />
          <Row name="Working space" value={estimate.working} />
        </tbody>
      </table>
      <p className="muted">
        Measured is the most that the training process took beyond what it had before the network was built. On a CPU that
        includes what the C library holds back for reuse, and may be well above the estimate.
      </p>
    </section>
  );
}

function Row({ name, value }: { name: string; value: number | undefined }) {
  return (
    <tr>
      <td>{name}</td>
      <td className="number">{value === undefined ? "not known here" : bytes(value)}</td>
    </tr>
  );
}

function comparison({ estimatedBytes, backpropBytes }: MemoryResult): string {
  const saving = 1 - estimatedBytes / backpropBytes;
  if (Math.abs(saving) < 0.005) return "By the estimate, this training takes as much memory as back-propagation.";
  return `By the estimate, this training takes ${percent(Math.abs(saving), 0)} ${saving > 0 ? "less" : "more"} memory than back-propagation of the same network.`;
}
