import { Fragment } from "react";
import { percent, significant } from "../components/format";
import { lastOf, seriesNamed, type Metrics } from "./metrics";

interface Props {
  modules: number;
  metrics: Metrics | undefined;
}

/** The network from input to output: the latest metrics of each local module, and the cosine at each boundary. */
export function ModuleOverview({ modules, metrics }: Props) {
  const reported = seriesNamed(metrics, "module.loss").map((series) => series.module ?? 1);
  const count = Math.max(modules, ...reported);
  if (count < 2) return null;
  return (
    <section className="panel" aria-labelledby="modules-heading">
      <h2 id="modules-heading">Local modules</h2>
      <ol className="module-list" tabIndex={0} aria-labelledby="modules-heading">
        {Array.from({ length: count }, (_, index) => index + 1).map((module) => (
          <Fragment key={module}>
            {module > 1 && <Boundary module={module} cosine={lastOf(metrics, "boundary.cosine", module)} />}
            <Module
              module={module}
              accuracy={lastOf(metrics, "module.accuracy", module)}
              loss={lastOf(metrics, "module.loss", module)}
            />
          </Fragment>
        ))}
      </ol>
    </section>
  );
}

function Module({ module, accuracy, loss }: { module: number; accuracy: number | undefined; loss: number | undefined }) {
  return (
    <li className="module">
      <span className="module-fill" aria-hidden="true" style={{ blockSize: `${(accuracy ?? 0) * 100}%` }} />
      <span className="module-name">Module {module}</span>
      <span className="module-accuracy">{accuracy === undefined ? "–" : percent(accuracy)}</span>
      <span className="muted">loss {loss === undefined ? "–" : significant(loss)}</span>
    </li>
  );
}

function Boundary({ module, cosine }: { module: number; cosine: number | undefined }) {
  const name = `Gradient cosine between modules ${module - 1} and ${module}`;
  return (
    <li className="boundary" title={name}>
      <span className="visually-hidden">{name}: </span>
      <span className="boundary-meter" aria-hidden="true">
        <span style={{ blockSize: `${Math.max(0, cosine ?? 0) * 100}%` }} />
      </span>
      <span className="boundary-value">{cosine === undefined ? "–" : cosine.toFixed(2)}</span>
    </li>
  );
}
