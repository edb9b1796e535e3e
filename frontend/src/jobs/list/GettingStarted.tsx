import { Link, useNavigate } from "react-router";
import { EmptyState } from "../../components/EmptyState";
import { ErrorMessage } from "../../components/ErrorMessage";
import { useRunSample } from "../submit/sample";

/** The jobs page of a new project: three ways to begin, each of which ends at something to look at. */
export function GettingStarted() {
  const navigate = useNavigate();
  const sample = useRunSample(({ id }) => void navigate(`/comparisons/${id}`));
  return (
    <EmptyState title="No jobs yet">
      <SampleDiagram />
      {sample.isError && <ErrorMessage error={sample.error} />}
      <ul className="beginnings">
        <li>
          <h3>Compare on a sample</h3>
          <p>
            Trains one small ResNet twice on 10&#8239;000 images of Fashion-MNIST: by back-propagation, and by SGR in four
            local modules. It takes a few minutes on a laptop.
          </p>
          <button className="button button-primary" disabled={sample.isPending} onClick={() => { sample.mutate(); }}>
            {sample.isPending ? "Submitting…" : "Run the sample"}
          </button>
        </li>
        <li>
          <h3>Use your own pictures</h3>
          <p>A folder or an archive with one folder for each class becomes a data set. Then train a network on it.</p>
          <Link className="button" to="/datasets/new">Import pictures</Link>
        </li>
        <li>
          <h3>Fit a large network</h3>
          <p>See how much memory a ResNet-110 would take, and with how many local modules it fits. Nothing is started.</p>
          <Link className="button" to="/jobs/new?example=large">Plan a large network</Link>
        </li>
      </ul>
    </EmptyState>
  );
}

/** One network trained end to end, beside the same network in four modules whose gradients agree at the boundaries. */
function SampleDiagram() {
  const blocks = [0, 1, 2, 3];
  return (
    <svg className="sample-diagram" viewBox="0 0 340 92" role="img" aria-label="A network trained end to end, and the same network in four local modules">
      <rect className="diagram-network" x="2" y="20" width="140" height="34" rx="6" />
      <path className="diagram-gradient" d="M138 66H10m5-4-5 4 5 4" />
      <text x="72" y="86">one end-to-end gradient</text>
      {blocks.map((block) => (
        <g key={block}>
          <rect className="diagram-module" x={190 + block * 38} y="20" width="28" height="34" rx="6" />
          <path className="diagram-gradient" d={`M${214 + block * 38} 64h-18m4-3-4 3 4 3`} />
          {block > 0 && <circle className="diagram-boundary" cx={185 + block * 38} cy="37" r="3.5" />}
        </g>
      ))}
      <text x="261" y="86">four reconciled gradients</text>
    </svg>
  );
}
