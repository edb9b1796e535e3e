import { useQuery } from "@tanstack/react-query";
import { ErrorMessage } from "../components/ErrorMessage";
import { projectsQuery, useEnterProject } from "./session";

/** Lets a session act in another project of its account; nothing to choose is not shown. */
export function ProjectChoice({ current }: { current: string }) {
  const projects = useQuery(projectsQuery());
  const enter = useEnterProject();
  const own = projects.data?.data.filter((project) => project.role !== null) ?? [];
  if (own.length < 2) return null;
  return (
    <div className="field">
      <label htmlFor="project">Work in</label>
      <select id="project" value={current} disabled={enter.isPending} onChange={(event) => { enter.mutate(event.target.value); }}>
        {own.map((project) => (
          <option key={project.id} value={project.id}>
            {project.name} ({project.role})
          </option>
        ))}
      </select>
      {enter.isError && <ErrorMessage error={enter.error} />}
    </div>
  );
}
