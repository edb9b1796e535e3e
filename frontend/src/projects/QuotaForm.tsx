import { useQuery } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { ErrorMessage } from "../components/ErrorMessage";
import { Skeleton } from "../components/Skeleton";
import { bytesOf, gibText, quotasQuery, useEditQuotas, type Quotas } from "./quotas";

/** Slots and bytes that the project may use. */
export function ProjectQuotas({ project, mayEdit }: { project: string; mayEdit: boolean }) {
  const quotas = useQuery({ ...quotasQuery(project), enabled: project !== "" });
  if (quotas.isPending) return <Skeleton lines={2} height={36} />;
  if (quotas.isError) return <ErrorMessage error={quotas.error} retry={() => void quotas.refetch()} />;
  return quotas.data && <QuotaForm project={project} saved={quotas.data} mayEdit={mayEdit} />;
}

interface Draft {
  slots?: string;
  gib?: string;
}

function QuotaForm({ project, saved, mayEdit }: { project: string; saved: Quotas; mayEdit: boolean }) {
  const [draft, setDraft] = useState<Draft>({});
  const edit = useEditQuotas(project);
  const isEdited = Object.keys(draft).length > 0;
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    const changes: Partial<Quotas> = {
      ...(draft.slots !== undefined && { slots: draft.slots.trim() === "" ? null : Number(draft.slots) }),
      ...(draft.gib !== undefined && { bytes: bytesOf(draft.gib) }),
    };
    edit.mutate(changes, { onSuccess: () => { setDraft({}); } });
  };
  return (
    <form className="panel stack" onSubmit={send} aria-label="Quotas">
      <h2>Quotas</h2>
      <p className="muted">How many slots jobs may use at once, and how much space files may take. An empty field sets no limit.</p>
      <div className="field">
        <label htmlFor="quota-slots">Slots</label>
        <input
          id="quota-slots" type="number" min={0} max={100_000} step={1} disabled={!mayEdit} placeholder="no limit"
          value={draft.slots ?? saved.slots?.toString() ?? ""} aria-describedby="quota-slots-help"
          onChange={(event) => { setDraft({ ...draft, slots: event.target.value }); }}
        />
        <p className="muted" id="quota-slots-help">A job that needs more slots than this never starts. With 0, no job starts.</p>
      </div>
      <div className="field">
        <label htmlFor="quota-gib">Files, in GiB</label>
        <input
          id="quota-gib" type="number" min={0} max={8_000_000} step="any" disabled={!mayEdit} placeholder="no limit"
          value={draft.gib ?? gibText(saved.bytes)} aria-describedby="quota-gib-help"
          onChange={(event) => { setDraft({ ...draft, gib: event.target.value }); }}
        />
        <p className="muted" id="quota-gib-help">Existing files stay, even if they take more than this.</p>
      </div>
      {edit.isError && <ErrorMessage error={edit.error} />}
      {edit.isSuccess && !isEdited && <p role="status">Saved.</p>}
      {mayEdit ? (
        <button className="button button-primary" disabled={edit.isPending || !isEdited}>{edit.isPending ? "Saving…" : "Save quotas"}</button>
      ) : (
        <p className="muted">Only admins of the project can change its quotas.</p>
      )}
    </form>
  );
}
