import { bytes, percent } from "../../components/format";
import type { MemoryResult } from "../resultMetrics";

/** Memory of the training: estimated, measured, and estimated for back-propagation. */
export function MemoryUsage({ memory, peak }: { memory: MemoryResult; peak: number | undefined }) {
  const { estimate } = memory;
  const modules = estimate.activations.length;
  return (
    <section>
      <h3>Memory</h3>
      <p>{comparison(memory)}</p>
      <table className="table table-plain table-narrow" aria-label="Memory, estimated and measured">
        <thead>
          <tr>
            <th scope="col">Training memory</th>
            <th scope="col" className="number">Size</th>
          </tr>
        </thead>
        <tbody>
          <Row name="Estimated before training" value={memory.estimatedBytes} />
          <Row name="Measured, of the training alone" value={memory.measuredBytes} />
          {peak !== undefined && <Row name="Measured, of the whole process" value={peak} />}
          <Row name="Estimated for back-propagation" value={memory.backpropBytes} />
        </tbody>
      </table>
      <table className="table table-plain table-narrow" aria-label="Parts of the estimate">
        <thead>
          <tr>
            <th scope="col">Part of the estimate</th>
            <th scope="col" className="number">Size</th>
          </tr>
        </thead>
        <tbody>
          <Row name="Weights" value={estimate.weights} />
          <Row name="Optimizer" value={estimate.optimizer} />
          <Row name="Weight gradients" value={estimate.gradients} />
          <Row name={modules > 1 ? "Activations of the largest module" : "Activations"} value={Math.max(...estimate.activations)} />
          <Row name="Working space" value={estimate.working} />
          {estimate.lanes?.map((value, lane) => <Row key={lane} name={`Lane ${lane + 1}, all parts`} value={value} />)}
        </tbody>
      </table>
      <p className="muted">
        The training alone is the peak memory of its process beyond what that used before the network was built; the whole
        process also has the libraries and the data. Working space includes the gradients of back-propagation that some steps are compared
        with. On a CPU, both include memory that the C library keeps for reuse, so they may be well above the estimate.
      </p>
    </section>
  );
}

function Row({ name, value }: { name: string; value: number | undefined }) {
  return (
    <tr>
      <td>{name}</td>
      <td className="number">{value === undefined ? "not available" : bytes(value)}</td>
    </tr>
  );
}

function comparison({ estimatedBytes, backpropBytes }: MemoryResult): string {
  const saving = 1 - estimatedBytes / backpropBytes;
  if (Math.abs(saving) < 0.005) return "By the estimate, this training uses as much memory as back-propagation.";
  return `By the estimate, this training uses ${percent(Math.abs(saving), 0)} ${saving > 0 ? "less" : "more"} memory than back-propagation through the same network.`;
}
