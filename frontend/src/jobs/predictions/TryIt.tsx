import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ErrorMessage } from "../../components/ErrorMessage";
import { count } from "../../components/format";
import { datasetQuery, pictureUrl } from "../../datasets/datasets";
import type { Job } from "../jobs";
import { PictureChooser } from "./PictureChooser";
import { PicturePreview } from "./PicturePreview";
import { PredictionResult } from "./PredictionResult";
import { usePrediction, type Picture } from "./predictions";

/** Asks the trained network about a picture. */
export function TryIt({ job }: { job: Job }) {
  const prediction = usePrediction(job.id);
  const picture = prediction.variables;
  const ask = (next: Picture) => { prediction.mutate(next); };
  return (
    <div className="try-it">
      <section className="panel stack" aria-label="Picture">
        <PictureChooser onChoose={(file) => { ask({ file }); }} />
        <TestPicture dataset={job.spec.dataset} onChoose={ask} />
        {picture && ("file" in picture
          ? <PicturePreview file={picture.file} />
          : <img className="try-picture pixelated" src={pictureUrl(picture.dataset, picture.split, picture.index)} alt={`Test picture ${picture.index}`} />)}
      </section>
      <section className="panel stack" aria-label="Answer" aria-live="polite" aria-busy={prediction.isPending}>
        {prediction.isIdle && <p className="muted">Choose a picture. The answer of the classifier appears here, and the answer of each module.</p>}
        {prediction.isPending && <Waiting />}
        {prediction.isError && <ErrorMessage error={prediction.error} />}
        {prediction.isSuccess && <PredictionResult prediction={prediction.data} />}
      </section>
    </div>
  );
}

/** The first picture waits for the network to load. */
function Waiting() {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => { setLong(true); }, 1500);
    return () => { clearTimeout(timer); };
  }, []);
  return <p className="muted">{isLong ? "Loading the network. The next pictures are faster…" : "Asking the network…"}</p>;
}

function TestPicture({ dataset, onChoose }: { dataset: string; onChoose: (picture: Picture) => void }) {
  const known = useQuery(datasetQuery(dataset));
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string>();
  const total = known.data?.testCount ?? 0;
  if (total === 0) return null;
  const take = (index: number) => {
    setText(String(index));
    setProblem(undefined);
    onChoose({ dataset, split: "test", index });
  };
  const takeTyped = () => {
    const index = Number(text);
    if (/^\d+$/.test(text.trim()) && index < total) take(index);
    else setProblem(`Give a number from 0 to ${count(total - 1)}.`);
  };
  return (
    <form className="test-picture" onSubmit={(event) => { event.preventDefault(); takeTyped(); }}>
      <label htmlFor="test-picture">or test picture number</label>
      <div className="row">
        <input
          id="test-picture"
          inputMode="numeric"
          autoComplete="off"
          value={text}
          aria-invalid={problem !== undefined}
          aria-describedby="test-picture-problem"
          onChange={(event) => { setText(event.target.value); }}
        />
        <button className="button">Use</button>
        <button type="button" className="button" onClick={() => { take(Math.floor(Math.random() * total)); }}>Random</button>
      </div>
      <p id="test-picture-problem" className="problem">{problem}</p>
    </form>
  );
}
