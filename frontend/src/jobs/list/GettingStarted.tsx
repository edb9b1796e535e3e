import { Link } from "react-router";
import { EmptyState } from "../../components/EmptyState";
import { ErrorMessage } from "../../components/ErrorMessage";
import { useRunSample } from "../submit/sample";

/** The jobs page of a new project: one click submits the two sample jobs. */
export function GettingStarted() {
  const sample = useRunSample();
  return (
    <EmptyState title="No jobs yet">
      <p>
        Run two sample jobs that train the same small ResNet on 10&#8239;000 Fashion-MNIST images: one with
        back-propagation, one with SGR in four local modules. Then compare the results. They take a few minutes on a
        laptop.
      </p>
      <SampleDiagram />
      {sample.isError && <ErrorMessage error={sample.error} />}
      <div className="row row-center">
        <button className="button button-primary" disabled={sample.isPending} onClick={() => { sample.mutate(); }}>
          {sample.isPending ? "Submitting…" : "Run sample jobs"}
        </button>
        <Link className="button" to="/jobs/new">
          Configure a job
        </Link>
      </div>
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
