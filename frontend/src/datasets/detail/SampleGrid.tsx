import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Skeleton } from "../../components/Skeleton";
import { samplesQuery, type Dataset } from "../datasets";

const atFirst = 24;
const atMost = 96;

/** Pictures of a split and a class. The browser loads those that come into view. */
export function SampleGrid({ dataset }: { dataset: Dataset }) {
  const [split, setSplit] = useState("train");
  const [className, setClassName] = useState("");
  const [limit, setLimit] = useState(atFirst);
  const samples = useQuery(samplesQuery(dataset.id, { split, class: className, limit }));
  const shown = samples.data?.data ?? [];
  return (
    <section className="panel samples" aria-labelledby="samples-heading">
      <div className="row">
        <h2 id="samples-heading">Pictures</h2>
        <span className="spacer" />
        <div className="segments segments-small" role="group" aria-label="Split">
          {["train", "test"].map((name) => (
            <button key={name} type="button" aria-pressed={split === name} onClick={() => { setSplit(name); setLimit(atFirst); }}>
              {name === "train" ? "Training" : "Test"}
            </button>
          ))}
        </div>
        <select className="class-select" aria-label="Class" value={className} onChange={(event) => { setClassName(event.target.value); setLimit(atFirst); }}>
          <option value="">All classes</option>
          {dataset.classes?.map((name) => <option key={name}>{name}</option>)}
        </select>
      </div>
      {samples.isPending && <Skeleton lines={2} height={64} />}
      {samples.isError && <ErrorMessage error={samples.error} retry={() => void samples.refetch()} />}
      {samples.isSuccess && shown.length === 0 && <p className="muted">There are no pictures here.</p>}
      <ul className="picture-grid" aria-label="Sample pictures">
        {shown.map((sample) => (
          <li key={sample.index}>
            <img src={sample.url} alt={`${sample.class}, number ${sample.index}`} loading="lazy" decoding="async" />
            <span className="picture-label" title={sample.class}><bdi>{sample.class}</bdi></span>
          </li>
        ))}
      </ul>
      {shown.length === limit && limit < atMost && (
        <button type="button" className="button load-more" onClick={() => { setLimit(atMost); }}>Show more</button>
      )}
    </section>
  );
}
