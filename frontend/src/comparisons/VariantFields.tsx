import { presets, type VariantDraft } from "./draft";
import { TextField } from "./TextField";

interface Props {
  variants: VariantDraft[];
  problemAt: (pointer: string) => string;
  onChange: (variants: VariantDraft[]) => void;
}

/** The variants, each a label and its changes of the spec. */
export function VariantFields({ variants, problemAt, onChange }: Props) {
  const change = (index: number, part: Partial<VariantDraft>) => {
    onChange(variants.map((variant, at) => (at === index ? { ...variant, ...part } : variant)));
  };
  const add = (label: string, changes: string) => { onChange([...variants, { label, changes }]); };
  return (
    <fieldset className="variant-fields">
      <legend>Variants</legend>
      <p className="muted">The other variants are compared with the first. Changes are a JSON merge patch of the spec; a new type replaces the whole object.</p>
      {variants.map((variant, index) => (
        // Variants have no identity but their place.
        <div key={index} className="variant-field">
          <TextField pointer={`/variants/${index}/label`} label={`Variant ${index + 1}`} value={variant.label} maxLength={60} problem={problemAt(`/variants/${index}/label`)} onChange={(label) => { change(index, { label }); }} />
          <TextField pointer={`/variants/${index}/changes`} label={`Changes of variant ${index + 1}`} value={variant.changes} problem={problemAt(`/variants/${index}/changes`)} onChange={(changes) => { change(index, { changes }); }} />
          <button type="button" className="button button-small button-plain" disabled={variants.length === 1} onClick={() => { onChange(variants.filter((_, at) => at !== index)); }}>
            Remove<span className="visually-hidden"> variant {index + 1}</span>
          </button>
        </div>
      ))}
      <div className="row">
        <span className="muted">Add</span>
        {Object.entries(presets).map(([label, changes]) => (
          <button key={label} type="button" className="button button-small" disabled={variants.some((variant) => variant.label === label)} onClick={() => { add(label, JSON.stringify(changes)); }}>
            {label}
          </button>
        ))}
        <button type="button" className="button button-small" onClick={() => { add(`variant ${variants.length + 1}`, "{}"); }}>Another</button>
      </div>
    </fieldset>
  );
}
