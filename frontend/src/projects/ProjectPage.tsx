import { useQuery } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { meQuery } from "../accounts/session";
import { ErrorMessage } from "../components/ErrorMessage";
import { PageTitle } from "../components/PageTitle";
import { Skeleton } from "../components/Skeleton";
import { ProjectQuotas } from "./QuotaForm";
import { retentionQuery, useEditRetention, type Retention } from "./retention";

const fields: { name: keyof Retention; label: string; help: string }[] = [
  { name: "jobDays", label: "Jobs", help: "With everything that belongs to them. Deleted jobs can be restored for some days." },
  { name: "networkDays", label: "Networks", help: "The evaluation and the result stay." },
  { name: "exportDays", label: "Exported files", help: "The days count from the export." },
  { name: "checkpointDays", label: "Checkpoints", help: "Pinned checkpoints stay." },
  { name: "metricDays", label: "Metrics", help: "The figures of the result stay." },
  { name: "logDays", label: "Logs", help: "All lines of a job." },
];

/** Settings of the project: what it may use, and how long it keeps what jobs leave. */
export function ProjectPage() {
  const me = useQuery(meQuery()).data;
  const project = me?.project.id ?? "";
  const retention = useQuery({ ...retentionQuery(project), enabled: project !== "" });
  return (
    <>
      <PageTitle title="Project settings" />
      {me && <ProjectQuotas project={project} mayEdit={me.scopes.includes("admin") || me.administrator} />}
      {retention.isPending && <Skeleton lines={6} height={36} />}
      {retention.isError && <ErrorMessage error={retention.error} retry={() => void retention.refetch()} />}
      {retention.data && <RetentionForm project={project} saved={retention.data} isAdmin={me?.role === "admin"} />}
    </>
  );
}

function RetentionForm({ project, saved, isAdmin }: { project: string; saved: Retention; isAdmin: boolean }) {
  const [draft, setDraft] = useState<Partial<Record<keyof Retention, string>>>({});
  const edit = useEditRetention(project);
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    const changes = Object.fromEntries(
      Object.entries(draft).map(([name, text]) => [name, text.trim() === "" ? null : Number(text)]),
    );
    edit.mutate(changes, { onSuccess: () => { setDraft({}); } });
  };
  return (
    <form className="panel stack" onSubmit={send} aria-label="Retention">
      <h2>Retention</h2>
      <p className="muted">
        How many days to keep data after the end of a job. An empty field keeps it forever. Older data is deleted within an hour.
      </p>
      {fields.map(({ name, label, help }) => (
        <div className="field" key={name}>
          <label htmlFor={name}>{label}</label>
          <input
            id={name} type="number" min={1} max={36500} step={1} disabled={!isAdmin} placeholder="forever"
            value={draft[name] ?? saved[name]?.toString() ?? ""} aria-describedby={`${name}-help`}
            onChange={(event) => { setDraft({ ...draft, [name]: event.target.value }); }}
          />
          <p className="muted" id={`${name}-help`}>{help}</p>
        </div>
      ))}
      {edit.isError && <ErrorMessage error={edit.error} />}
      {edit.isSuccess && Object.keys(draft).length === 0 && <p role="status">Saved.</p>}
      {isAdmin ? (
        <button className="button button-primary" disabled={edit.isPending || Object.keys(draft).length === 0}>
          {edit.isPending ? "Saving…" : "Save"}
        </button>
      ) : (
        <p className="muted">Only admins of the project can change these values.</p>
      )}
    </form>
  );
}
