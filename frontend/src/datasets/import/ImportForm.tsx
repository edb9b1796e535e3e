import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode, type SyntheticEvent } from "react";
import { ApiError, type FieldProblem } from "../../api/errors";
import { ErrorMessage } from "../../components/ErrorMessage";
import { datasetsQuery } from "../datasets";
import { Field } from "./Field";
import { ImportOptions, isOptionPointer } from "./ImportOptions";
import { problemsOf, type ImportDraft } from "./importRequest";

interface Props {
  draft: ImportDraft;
  onChange: (changes: Partial<ImportDraft>) => void;
  /** What the server, or the choice of a source, finds wrong. */
  error: Error | null | undefined;
  /** Whether the error is about the fields of this form, not about the file. */
  hasFieldErrors?: boolean;
  busy: boolean;
  action: string;
  children?: ReactNode;
  /** Called even if a field is wrong, so that the source is checked at the same time. */
  onSubmit: (isValid: boolean) => void;
}

/** The name and the options of an import. The children choose where the data comes from. */
export function ImportForm({ draft, onChange, error, hasFieldErrors = true, busy, action, children, onSubmit }: Props) {
  const [found, setFound] = useState<FieldProblem[]>([]);
  const fields = found.length > 0 ? found : hasFieldErrors && error instanceof ApiError ? error.fields : [];
  const problems = new Map(fields.map(({ pointer, detail }) => [pointer, detail]));
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const problems = problemsOf(draft);
    setFound(problems);
    onSubmit(problems.length === 0);
    if (problems.some(({ pointer }) => pointer === "/name")) document.getElementById("import-name")?.focus();
  };
  return (
    <form className="submit-form import-form" onSubmit={submit} noValidate aria-label="Import data">
      {children}
      <section className="panel form-group" aria-label="Data set">
        <div className="form-fields">
          <Field id="import-name" label="Name" problem={problems.get("/name")} help="Lowercase letters, digits, dots, underscores and hyphens. Jobs refer to the data set by this name.">
            <input
              id="import-name"
              value={draft.name}
              maxLength={63}
              autoComplete="off"
              spellCheck={false}
              placeholder="my-pets"
              aria-describedby="import-name-notes"
              aria-invalid={problems.has("/name")}
              onChange={(event) => { onChange({ name: event.target.value }); }}
            />
          </Field>
        </div>
        <NextVersion name={draft.name} />
        <ImportOptions draft={draft} problems={problems} onChange={onChange} />
      </section>
      {error && found.length === 0 && (fields.length === 0 || !fields.every(({ pointer }) => isShown(pointer, children !== undefined))) && <ErrorMessage error={error} />}
      <div className="row row-end">
        <button className="button button-primary" disabled={busy}>{busy ? "Starting…" : action}</button>
      </div>
    </form>
  );
}

/** Whether a field of the form, or the choice of the source, shows the problem. */
function isShown(pointer: string, hasSource: boolean): boolean {
  return pointer === "/name" || (hasSource && pointer.startsWith("/source")) || isOptionPointer(pointer);
}

/** Says that a name is taken, which makes a new version of that data set. */
function NextVersion({ name }: { name: string }) {
  const datasets = useQuery(datasetsQuery());
  const versions = (datasets.data?.data ?? []).filter((dataset) => dataset.name === name);
  if (versions.length === 0) return null;
  const next = Math.max(...versions.map((dataset) => dataset.version ?? 1)) + 1;
  if (versions.some((dataset) => dataset.builtIn)) return <p className="notice notice-warning" role="status">This is the name of a built-in data set. Choose another one.</p>;
  return <p className="notice" role="status">There already is a data set with this name. This import becomes {name}@{next}; earlier versions stay as they are.</p>;
}
