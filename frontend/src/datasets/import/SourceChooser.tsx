import type { Choice } from "./chosenFiles";
import { Field } from "./Field";
import { FileChooser } from "./FileChooser";

export type SourceKind = "files" | "url" | "folder";

export interface SourceDraft {
  kind: SourceKind;
  choice: Choice | undefined;
  url: string;
  folder: string;
}

const kinds: [SourceKind, title: string, help: string][] = [
  ["files", "This computer", "An archive or a folder of pictures"],
  ["url", "Web address", "The server downloads an archive"],
  ["folder", "Folder of the server", "One that its operator allowed"],
];

interface Props {
  source: SourceDraft;
  problem: string | undefined;
  onChange: (source: SourceDraft) => void;
}

/** Where the data comes from. */
export function SourceChooser({ source, problem, onChange }: Props) {
  const input = { "aria-describedby": "import-source-notes", "aria-invalid": problem !== undefined, spellCheck: false, autoComplete: "off" };
  return (
    <section className="panel form-group" aria-label="Source">
      <fieldset className="cards" id="import-source" tabIndex={-1}>
        <legend>Where is the data?</legend>
        <div className="cards-row">
          {kinds.map(([kind, title, help]) => (
            <label key={kind} className="card">
              <input type="radio" name="source" checked={source.kind === kind} aria-label={title} onChange={() => { onChange({ ...source, kind }); }} />
              <span className="card-title">{title}</span>
              <span className="card-help">{help}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="source-fields">
        {source.kind === "files" && (
          <FileChooser choice={source.choice} problem={problem} onChoose={(choice) => { onChange({ ...source, choice }); }} />
        )}
        {source.kind === "url" && (
          <Field id="import-url" label="Address" problem={problem} help="It begins with https:// and needs no sign-in. Addresses inside private networks are refused.">
            <input {...input} id="import-url" type="url" value={source.url} placeholder="https://example.org/pets.tar.gz" onChange={(event) => { onChange({ ...source, url: event.target.value }); }} />
          </Field>
        )}
        {source.kind === "folder" && (
          <Field id="import-folder" label="Folder" problem={problem} help="A path on the server. The operator names the allowed folders in its settings.">
            <input {...input} id="import-folder" value={source.folder} placeholder="/data/pets" onChange={(event) => { onChange({ ...source, folder: event.target.value }); }} />
          </Field>
        )}
      </div>
    </section>
  );
}

/** What is missing, if anything. */
export function sourceProblem({ kind, choice, url, folder }: SourceDraft): string | undefined {
  if (kind === "files") return choice ? undefined : "Choose a file or a folder first.";
  if (kind === "url") return url.trim().startsWith("https://") ? undefined : "Give an address that begins with https://.";
  return folder.trim() === "" ? "Give the path of a folder on the server." : undefined;
}
