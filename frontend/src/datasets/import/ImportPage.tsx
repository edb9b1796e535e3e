import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { ApiError } from "../../api/errors";
import { Icon } from "../../components/Icon";
import { PageTitle } from "../../components/PageTitle";
import { datasetsKey, type Dataset } from "../datasets";
import { qualifiedName } from "../describe";
import type { Choice } from "./chosenFiles";
import { ImportForm } from "./ImportForm";
import { draftOf, emptyDraft, requestOf, suggestedName, type ImportDraft } from "./importRequest";
import { begin, currentRun, endRun, startRun, subscribe, type ImportRun } from "./importRun";
import { InterruptedUpload } from "./InterruptedUpload";
import { savedUpload } from "./savedUpload";
import { SourceChooser, sourceProblem, type SourceDraft } from "./SourceChooser";
import { UploadPanel } from "./UploadPanel";
import { useCreateDataset } from "./useCreateDataset";

/** Imports a data set: asks for the source and the name, sends the files, and opens the page of the data set. */
export function ImportPage() {
  const run = useSyncExternalStore(subscribe, currentRun);
  const [saved, setSaved] = useState(savedUpload);
  const open = useOpenDataset();
  const created = run?.dataset;
  useEffect(() => {
    if (!created) return;
    endRun();
    open(created);
  }, [created, open]);
  return (
    <>
      <Link to="/datasets" className="back-link"><Icon name="back" /> Data sets</Link>
      <PageTitle title="Import data" />
      {run && <RunPage key={run.upload} run={run} />}
      {!run && saved && <InterruptedUpload saved={saved} onEnd={() => { setSaved(undefined); }} />}
      {!run && !saved && <NewImport onStart={() => { setSaved(undefined); }} onCreated={open} />}
    </>
  );
}

function useOpenDataset() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [open] = useState(() => (dataset: Dataset) => {
    void client.invalidateQueries({ queryKey: datasetsKey });
    void navigate(`/datasets/${encodeURIComponent(qualifiedName(dataset))}`, { replace: true });
  });
  return open;
}

/** The upload, and the form again if the server refused to begin the import. */
function RunPage({ run }: { run: ImportRun }) {
  const [draft, setDraft] = useState(() => draftOf(run.request));
  return (
    <>
      <UploadPanel run={run} />
      {run.error && (
        <ImportForm
          draft={draft}
          error={run.error}
          busy={false}
          action="Start import"
          onChange={(changes) => { setDraft({ ...draft, ...changes }); }}
          onSubmit={(isValid) => { if (isValid) void begin(requestOf(draft)); }}
        />
      )}
    </>
  );
}

function NewImport({ onStart, onCreated }: { onStart: () => void; onCreated: (dataset: Dataset) => void }) {
  const [parameters] = useSearchParams();
  const [draft, setDraft] = useState<ImportDraft>({ ...emptyDraft, name: parameters.get("name") ?? "" });
  const [source, setSource] = useState<SourceDraft>({ kind: "files", choice: undefined, url: "", folder: "" });
  const [isTried, setTried] = useState(false);
  const files = useMutation({
    mutationFn: (choice: Choice) => startRun(choice.content, choice.isFolder, requestOf(draft)),
    onSuccess: onStart,
  });
  const remote = useCreateDataset(onCreated);
  const { error, isPending } = source.kind === "files" ? files : remote;
  const choose = (next: SourceDraft) => {
    setSource(next);
    setTried(false);
    if (draft.name === "" || draft.name === suggestion(source)) setDraft({ ...draft, name: suggestion(next) });
  };
  const missing = sourceProblem(source);
  const refused = error instanceof ApiError ? error.fields.find(({ pointer }) => pointer.startsWith("/source"))?.detail : undefined;
  const submit = (isValid: boolean) => {
    setTried(true);
    if (!isValid || missing !== undefined) return;
    if (source.kind === "files" && source.choice) files.mutate(source.choice);
    else remote.create(requestOf(draft), source.kind === "url" ? { url: source.url.trim() } : { folder: source.folder.trim() });
  };
  return (
    <ImportForm
      draft={draft}
      error={error}
      hasFieldErrors={source.kind !== "files"}
      busy={isPending}
      action={source.kind === "files" ? "Upload and import" : "Import"}
      onChange={(changes) => { setDraft({ ...draft, ...changes }); }}
      onSubmit={submit}
    >
      <SourceChooser source={source} problem={(isTried ? missing : undefined) ?? refused} onChange={choose} />
    </ImportForm>
  );
}

function suggestion({ kind, choice, url, folder }: SourceDraft): string {
  return suggestedName(kind === "files" ? (choice?.content.fileName ?? "") : kind === "url" ? url : folder);
}
