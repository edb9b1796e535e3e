import type { ComparisonDraft, DimensionDraft } from "./draft";
import { TextField } from "./TextField";

interface Props {
  draft: ComparisonDraft;
  problemAt: (pointer: string) => string;
  change: (part: Partial<ComparisonDraft>) => void;
}

const suggestions: DimensionDraft[] = [
  { field: "/rule/weight", values: "0.05..0.5" },
  { field: "/optimizer/learningRate", values: "0.01..0.3" },
  { field: "/split/modules", values: "2, 4" },
  { field: "/rule", values: '{"type": "sgr"}, {"type": "greedy"}' },
];

/** More variants drawn from a space, within a budget of trainings. */
export function SearchFields({ draft, problemAt, change }: Props) {
  const { dimensions } = draft;
  const set = (index: number, part: Partial<DimensionDraft>) => {
    change({ dimensions: dimensions.map((one, at) => (at === index ? { ...one, ...part } : one)) });
  };
  const unused = suggestions.filter(({ field }) => !dimensions.some((one) => one.field === field));
  return (
    <fieldset className="variant-fields">
      <legend>Search (optional)</legend>
      <p className="muted">Adds more variants. Give values separated by commas, or a range such as 0.01..0.1.</p>
      {dimensions.map((dimension, index) => (
        <div key={index} className="variant-field">
          <TextField pointer={`/search/dimensions/${index}/field`} label={`Field ${index + 1}`} value={dimension.field} problem={problemAt(`/search/dimensions/${index}`)} onChange={(field) => { set(index, { field }); }} />
          <TextField pointer={`/search/dimensions/${index}/values`} label={`Values of field ${index + 1}`} value={dimension.values} problem="" onChange={(values) => { set(index, { values }); }} />
          <button type="button" className="button button-small button-plain" onClick={() => { change({ dimensions: dimensions.filter((_, at) => at !== index) }); }}>
            Remove<span className="visually-hidden"> field {index + 1}</span>
          </button>
        </div>
      ))}
      {unused.length > 0 && (
        <div className="row">
          <span className="muted">Vary</span>
          {unused.map((suggestion) => (
            <button key={suggestion.field} type="button" className="button button-small" onClick={() => { change({ dimensions: [...dimensions, suggestion] }); }}>
              {suggestion.field.split("/").at(-1)}
            </button>
          ))}
        </div>
      )}
      {dimensions.length > 0 && (
        <div className="row">
          <div className="segments segments-small" role="group" aria-label="Order">
            {(["random", "grid"] as const).map((order) => (
              <button key={order} type="button" aria-pressed={draft.order === order} onClick={() => { change({ order }); }}>{order === "random" ? "Random draws" : "Every combination"}</button>
            ))}
          </div>
          <TextField pointer="/search/trainings" label="Number of trainings, in all" value={draft.trainings} problem={problemAt("/search/trainings")} onChange={(trainings) => { change({ trainings }); }} />
        </div>
      )}
    </fieldset>
  );
}
