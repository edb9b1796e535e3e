import { count, percent } from "../../components/format";
import type { Dataset, Report, Size } from "../datasets";
import { ClassCounts } from "./ClassCounts";

/** What the import found: classes, sizes, bad files, pictures in both splits, and the statistics of the channels. */
export function DatasetReport({ dataset }: { dataset: Dataset }) {
  const report = dataset.report ?? {};
  return (
    <>
      <ClassCounts dataset={dataset} />
      {dataset.report && (
        <div className="report">
          <Sizes report={report} />
          <Channels report={report} />
          <BadFiles report={report} />
          <Duplicates report={report} />
        </div>
      )}
    </>
  );
}

const sizeText = ({ width, height }: Size) => `${width}×${height}`;

function Sizes({ report }: { report: Report }) {
  const { sizes, notes = [], fit } = report;
  return (
    <section className="panel" aria-labelledby="sizes-heading">
      <h2 id="sizes-heading">Sizes</h2>
      <dl className="definitions">
        {report.width !== undefined && report.height !== undefined && <Entry name="After the import" value={`${report.width}×${report.height}`} />}
        {fit !== undefined && <Entry name="Fit" value={fit} />}
        {sizes && <Entry name="Different sizes found" value={count(sizes.distinct)} />}
        {sizes && <Entry name="Smallest" value={sizeText(sizes.smallest)} />}
        {sizes && <Entry name="Median" value={sizeText(sizes.median)} />}
        {sizes && <Entry name="Largest" value={sizeText(sizes.largest)} />}
      </dl>
      {notes.length > 0 && (
        <ul className="notes" aria-label="Notes">
          {notes.map((note) => <li key={note}>{note}</li>)}
        </ul>
      )}
    </section>
  );
}

function Entry({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Channels({ report }: { report: Report }) {
  const channels = report.channels ?? [];
  if (channels.length === 0) return null;
  const names = channels.length === 3 ? ["Red", "Green", "Blue"] : ["Gray"];
  return (
    <section className="panel" aria-labelledby="channels-heading">
      <h2 id="channels-heading">Channels</h2>
      <table className="table table-plain table-narrow" aria-labelledby="channels-heading">
        <thead>
          <tr>
            <th scope="col">Channel</th>
            <th scope="col" className="number">Mean</th>
            <th scope="col" className="number">Standard deviation</th>
          </tr>
        </thead>
        <tbody>
          {channels.map(({ mean, deviation }, index) => (
            <tr key={index}>
              <td>{names[index] ?? index + 1}</td>
              <td className="number">{mean.toFixed(4)}</td>
              <td className="number">{deviation.toFixed(4)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function BadFiles({ report }: { report: Report }) {
  const { badFiles } = report;
  const first = badFiles?.first ?? [];
  return (
    <section className="panel" aria-labelledby="bad-files-heading">
      <h2 id="bad-files-heading">Bad files</h2>
      {!badFiles || badFiles.count === 0 ? (
        <p className="muted">None. All files could be read.</p>
      ) : (
        <>
          <p>
            {badFiles.count === 1 ? "1 file was" : `${count(badFiles.count)} files were`} skipped
            {badFiles.count > first.length && `; the first ${count(first.length)} are`}:
          </p>
          <ul className="file-list" tabIndex={0} aria-labelledby="bad-files-heading">
            {first.map(({ name, why }, index) => (
              <li key={index}><code><bdi>{name}</bdi></code> <span className="muted">{why}</span></li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Duplicates({ report }: { report: Report }) {
  const { duplicates } = report;
  const tested = report.splits?.["test"]?.count ?? 0;
  if (!duplicates) return null;
  return (
    <section className="panel" aria-labelledby="duplicates-heading">
      <h2 id="duplicates-heading">Pictures in both splits</h2>
      {duplicates.count === 0 ? (
        <p className="muted">None. No test picture is among the training pictures.</p>
      ) : (
        <>
          <p>
            {count(duplicates.count)} {duplicates.count === 1 ? "test picture is" : "test pictures are"} also in the training split
            {tested > 0 && ` (${percent(duplicates.count / tested)})`}. They make the test accuracy look better than it is.
          </p>
          <ul className="file-list" tabIndex={0} aria-labelledby="duplicates-heading">
            {duplicates.first?.map(({ train, test }, index) => (
              <li key={index}><code><bdi>{test}</bdi></code> <span className="muted">is <bdi>{train}</bdi></span></li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
