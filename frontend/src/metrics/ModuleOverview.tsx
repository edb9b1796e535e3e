import { Fragment } from "react";
import { percent, significant } from "../components/format";
import { colorAt } from "./heatColors";
import { useChartLink, usePointedModule } from "./chartLink";
import { lastOf, seriesNamed, type Metrics } from "./metrics";

interface Props {
  modules: number;
  metrics: Metrics | undefined;
  onOpen: (module: number) => void;
}

/** More modules than this are shown as narrow tiles. */
const wide = 7;

/** The network from input to output: the latest metrics of each local module, and the cosine at each boundary. */
export function ModuleOverview({ modules, metrics, onOpen }: Props) {
  const reported = seriesNamed(metrics, "module.loss").map((series) => series.module ?? 1);
  const count = Math.max(modules, ...reported);
  if (count < 2) return null;
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return (
    <section className="panel" aria-labelledby="modules-heading">
      <h2 id="modules-heading">Local modules</h2>
      {count > wide ? <NarrowTiles numbers={numbers} metrics={metrics} onOpen={onOpen} /> : <WideTiles numbers={numbers} metrics={metrics} onOpen={onOpen} />}
      <p className="muted module-help">
        {lastOf(metrics, "module.testLoss", 1) === undefined ? "Test accuracy after the last epoch, train loss of the last steps" : "Test accuracy and test loss after the last epoch"}{lastOf(metrics, "boundary.cosine", 2) !== undefined && ", and between the modules the gradient cosine of the last steps"}. A click opens a module.
      </p>
    </section>
  );
}

/** The test loss, of the same moment as the test accuracy; older servers report only the train loss. */
function lossOf(metrics: Metrics | undefined, module: number): string | undefined {
  const test = lastOf(metrics, "module.testLoss", module);
  const train = lastOf(metrics, "module.loss", module);
  if (test !== undefined) return `test loss ${significant(test)}`;
  return train === undefined ? undefined : `train loss ${significant(train)}`;
}

interface Tiles {
  numbers: number[];
  metrics: Metrics | undefined;
  onOpen: (module: number) => void;
}

function WideTiles({ numbers, metrics, onOpen }: Tiles) {
  return (
    <ol className="module-list" aria-labelledby="modules-heading">
      {numbers.map((module) => (
        <Fragment key={module}>
          {module > 1 && <Boundary module={module} cosine={lastOf(metrics, "boundary.cosine", module)} />}
          <Module
            module={module}
            accuracy={lastOf(metrics, "module.accuracy", module)}
            loss={lossOf(metrics, module)}
            onOpen={onOpen}
          />
        </Fragment>
      ))}
    </ol>
  );
}

interface Tile {
  module: number;
  accuracy: number | undefined;
  loss: string | undefined;
  onOpen: (module: number) => void;
}

function Module({ module, accuracy, loss, onOpen }: Tile) {
  const link = useChartLink();
  const pointed = usePointedModule();
  return (
    <li className={`module ${pointed === module ? "module-pointed" : ""}`} onPointerEnter={() => { link.point(module); }} onPointerLeave={() => { link.point(null); }}>
      <button type="button" aria-haspopup="dialog" onClick={() => { onOpen(module); }}>
        <span className="module-fill" aria-hidden="true" style={{ blockSize: `${(accuracy ?? 0) * 100}%` }} />
        <span className="module-name">Module {module}</span>
        <span className="module-accuracy">{accuracy === undefined ? "–" : percent(accuracy)}</span>
        <span className="muted">{loss ?? "loss –"}</span>
      </button>
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

/** One small tile for each module: the fill is the accuracy, the line on its left the cosine with the module before. */
function NarrowTiles({ numbers, metrics, onOpen }: Tiles) {
  const link = useChartLink();
  const pointed = usePointedModule();
  return (
    <ol className="module-tiles" aria-labelledby="modules-heading">
      {numbers.map((module) => {
        const accuracy = lastOf(metrics, "module.accuracy", module);
        const cosine = lastOf(metrics, "boundary.cosine", module);
        const loss = lossOf(metrics, module);
        const facts = [
          `Module ${module}`,
          accuracy !== undefined && `test accuracy ${percent(accuracy)}`,
          loss,
          cosine !== undefined && `gradient cosine with module ${module - 1} ${cosine.toFixed(2)}`,
        ].filter((fact) => fact !== false && fact !== undefined).join(", ");
        return (
          <li key={module} className={pointed === module ? "module-pointed" : undefined}>
            <button
              type="button"
              aria-haspopup="dialog"
              aria-label={facts}
              title={facts}
              onClick={() => { onOpen(module); }}
              onPointerEnter={() => { link.point(module); }}
              onPointerLeave={() => { link.point(null); }}
            >
              <span className="module-fill" aria-hidden="true" style={{ blockSize: `${(accuracy ?? 0) * 100}%` }} />
              {cosine !== undefined && <span className="tile-cosine" aria-hidden="true" style={{ background: colorAt(cosine) }} />}
              <span aria-hidden="true">{module}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
