import { useState } from "react";
import { count } from "../../components/format";
import { Icon } from "../../components/Icon";
import type { Dataset } from "../datasets";

const shownAtFirst = 25;

interface ClassCount {
  name: string;
  train: number;
  test: number;
}

/** The number of pictures of each class and split, as bars. Many classes can be searched, and most are shown on request. */
export function ClassCounts({ dataset }: { dataset: Dataset }) {
  const [text, setText] = useState("");
  const [all, setAll] = useState(false);
  const counts = countsOf(dataset);
  if (counts.length === 0) return null;
  const largest = Math.max(1, ...counts.map(({ train, test }) => Math.max(train, test)));
  const found = counts.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()));
  const shown = all ? found : found.slice(0, shownAtFirst);
  return (
    <section className="panel class-counts" aria-labelledby="classes-heading">
      <div className="row">
        <h2 id="classes-heading">Classes</h2>
        <span className="spacer" />
        {counts.length > shownAtFirst && (
          <label className="search-box">
            <Icon name="search" />
            <input type="search" aria-label="Search classes" placeholder="Search" value={text} onChange={(event) => { setText(event.target.value); }} />
          </label>
        )}
      </div>
      <table className="class-table" aria-labelledby="classes-heading">
        <thead className="visually-hidden">
          <tr><th scope="col">Class</th><th scope="col">Training pictures</th><th scope="col">Test pictures</th></tr>
        </thead>
        <tbody>
          {shown.map(({ name, train, test }) => (
            <tr key={name}>
              <th scope="row"><bdi className="user-text">{name}</bdi></th>
              <td><Bar value={train} of={largest} label="train" /></td>
              <td><Bar value={test} of={largest} label="test" /></td>
            </tr>
          ))}
        </tbody>
      </table>
      {found.length === 0 && <p className="muted">No class has this name.</p>}
      {found.length > shown.length && (
        <button type="button" className="button" onClick={() => { setAll(true); }}>Show all {count(found.length)} classes</button>
      )}
    </section>
  );
}

function Bar({ value, of, label }: { value: number; of: number; label: string }) {
  return (
    <span className="class-bar">
      <span className={`class-bar-fill class-bar-${label}`} style={{ inlineSize: `${(100 * value) / of}%` }} aria-hidden="true" />
      <span>{count(value)} <span className="muted">{label}</span></span>
    </span>
  );
}

function countsOf({ report, classes }: Dataset): ClassCount[] {
  const train = report?.splits?.["train"]?.classes ?? {};
  const test = report?.splits?.["test"]?.classes ?? {};
  const names = classes ?? Object.keys(train);
  return Object.keys(train).length === 0 ? [] : names.map((name) => ({ name, train: train[name] ?? 0, test: test[name] ?? 0 }));
}
