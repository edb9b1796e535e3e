import { useState } from "react";
import { percent } from "../../components/format";
import { pictureUrl } from "../../datasets/datasets";
import type { Mistake } from "./evaluation";

const shownAtFirst = 18;

interface Props {
  dataset: string;
  classes: string[];
  mistakes: Mistake[];
  label: string;
}

/** Test pictures with what they show and what the network took them for. */
export function Mistakes({ dataset, classes, mistakes, label }: Props) {
  const [all, setAll] = useState(false);
  const shown = all ? mistakes : mistakes.slice(0, shownAtFirst);
  return (
    <div className="stack">
      <ul className="picture-grid picture-grid-wide" aria-label={label}>
        {shown.map(({ index, label: truth, predicted, probability }) => (
          <li key={index}>
            <Picture dataset={dataset} index={index} name={`Test picture ${index}: ${classes[truth] ?? ""}`} />
            <span className="picture-label" title={`Test picture ${index}`}>
              <strong><bdi>{classes[truth]}</bdi></strong>
              <span className="picture-wrong">as <bdi>{classes[predicted]}</bdi></span>
              <span className="muted">{percent(probability)}</span>
            </span>
          </li>
        ))}
      </ul>
      {mistakes.length > shown.length && (
        <button type="button" className="button load-more" onClick={() => { setAll(true); }}>Show all {mistakes.length}</button>
      )}
    </div>
  );
}

/** A data set that was deleted has no pictures any more. */
function Picture({ dataset, index, name }: { dataset: string; index: number; name: string }) {
  const [isMissing, setMissing] = useState(false);
  if (isMissing) return <span className="picture-missing" role="img" aria-label={`${name}, not available`}>no picture</span>;
  return <img src={pictureUrl(dataset, "test", index)} alt={name} loading="lazy" decoding="async" onError={() => { setMissing(true); }} />;
}
