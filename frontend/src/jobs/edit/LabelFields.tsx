import { Icon } from "../../components/Icon";

export interface LabelRow {
  name: string;
  value: string;
}

/** The labels of a job, each with a name and a value that may be empty. */
export function LabelFields({ labels, onChange }: { labels: LabelRow[]; onChange: (labels: LabelRow[]) => void }) {
  const change = (index: number, row: LabelRow) => { onChange(labels.map((old, at) => (at === index ? row : old))); };
  return (
    <fieldset className="label-fields">
      <legend>Labels</legend>
      {labels.map((row, index) => (
        <div key={index} className="label-row">
          <input
            aria-label={`Name of label ${index + 1}`}
            placeholder="name"
            value={row.name}
            maxLength={63}
            pattern="[A-Za-z0-9][A-Za-z0-9._\/\-]*"
            title="Letters, digits, '.', '_', '-' or '/', beginning with a letter or digit"
            onChange={(event) => { change(index, { ...row, name: event.target.value }); }}
          />
          <input aria-label={`Value of label ${index + 1}`} placeholder="value" value={row.value} maxLength={256} onChange={(event) => { change(index, { ...row, value: event.target.value }); }} />
          <button type="button" className="button button-icon button-plain" aria-label={`Remove label ${row.name || index + 1}`} onClick={() => { onChange(labels.filter((_, at) => at !== index)); }}>
            <Icon name="close" />
          </button>
        </div>
      ))}
      <button type="button" className="button button-small" onClick={() => { onChange([...labels, { name: "", value: "" }]); }}>
        <Icon name="plus" /> Add label
      </button>
    </fieldset>
  );
}
