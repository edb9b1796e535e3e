import { Field } from "./Field";
import { formats, type ImportDraft } from "./importRequest";

interface Props {
  draft: ImportDraft;
  problems: ReadonlyMap<string, string>;
  onChange: (changes: Partial<ImportDraft>) => void;
}

/** The choices that most imports leave alone. */
export function ImportOptions({ draft, problems, onChange }: Props) {
  const control = (name: keyof ImportDraft, pointer = `/${name}`) => ({
    id: `import-${name}`,
    value: draft[name],
    "aria-describedby": `import-${name}-notes`,
    "aria-invalid": problems.has(pointer),
    onChange: (event: { target: { value: string } }) => { onChange({ [name]: event.target.value }); },
  });
  const notes = (name: keyof ImportDraft, pointer = `/${name}`) => ({ id: `import-${name}`, problem: problems.get(pointer) });
  const size = problems.has("/size/0") || problems.has("/size/1") ? [problems.get("/size/0"), problems.get("/size/1")].filter(Boolean).join(" ") : undefined;
  const sizeNotes = { id: "import-height", problem: problems.get("/size") ?? size };
  return (
    <details className="import-options" open={[...problems.keys()].some(isOptionPointer) || undefined}>
      <summary>More options</summary>
      <div className="form-fields">
        <Field {...notes("format")} label="Format" help="How the pictures and their classes are stored. Usually detected automatically.">
          <select {...control("format")}>
            {formats.map(([value, label]) => <option key={value} value={value}>{label}</option>)}
          </select>
        </Field>
        <Field {...sizeNotes} label="Height" help="Height of all pictures after the import, in pixels. If empty, the import chooses it from the pictures.">
          <input {...control("height", "/size")} inputMode="numeric" placeholder="from the pictures" />
        </Field>
        <Field id="import-width" label="Width" help="Width after the import, in pixels. Smaller pictures train faster.">
          <input {...control("width", "/size")} inputMode="numeric" placeholder="from the pictures" />
        </Field>
        <Field {...notes("fit")} label="Fit" help="What happens to pictures of another shape: their edges are cut off, black edges are added, or they are stretched.">
          <select {...control("fit")}>
            <option value="crop">Crop the edges</option>
            <option value="pad">Pad with black</option>
            <option value="squash">Stretch to the shape</option>
          </select>
        </Field>
        <Field {...notes("channels")} label="Channels" help="Color pictures have three channels, gray ones have one.">
          <select {...control("channels")}>
            <option value="">From the pictures</option>
            <option value="1">1, grayscale</option>
            <option value="3">3, color</option>
          </select>
        </Field>
        <Field {...notes("testFraction")} label="Test fraction" help="The part of each class that is kept for testing, if the data has no test split of its own.">
          <input {...control("testFraction")} inputMode="decimal" placeholder="0.2" />
        </Field>
        <Field {...notes("onBadFile")} label="Bad files" help="What to do with a file that is not a readable picture. Skipped files are listed in the report.">
          <select {...control("onBadFile")}>
            <option value="">Skip a few</option>
            <option value="skip">Skip all of them</option>
            <option value="fail">End the import at the first</option>
          </select>
        </Field>
        <Field {...notes("seed")} label="Seed" help="Decides which pictures become test pictures. The same seed gives the same split.">
          <input {...control("seed")} inputMode="numeric" placeholder="1" />
        </Field>
        <Field {...notes("title")} label="Title" help="A name for people, such as Cats and dogs of our clinic.">
          <input {...control("title")} maxLength={200} />
        </Field>
        <Field {...notes("license")} label="License" help="The terms under which the pictures may be used, such as CC-BY-4.0.">
          <input {...control("license")} maxLength={200} />
        </Field>
      </div>
    </details>
  );
}

const optionPointers = new Set(["/format", "/size", "/fit", "/channels", "/testFraction", "/onBadFile", "/seed", "/title", "/license"]);

/** Whether a problem is with one of these fields, which show it. */
export function isOptionPointer(pointer: string): boolean {
  return optionPointers.has(pointer) || /^\/size\/[01]$/.test(pointer);
}
