import { useState } from "react";
import type { Job } from "../jobs";
import { EditDialog } from "./EditDialog";
import { priorityName } from "./priorities";

/** The notes and the priority of a job, and the button that changes these, its name and its labels. */
export function JobNotes({ job }: { job: Job }) {
  const [isEditing, setEditing] = useState(false);
  const notes = job.notes ?? "";
  return (
    <div className="job-notes">
      {notes !== "" && <p className="notes-text" dir="auto">{notes}</p>}
      <p className="row">
        {job.priority !== 0 && <span className="badge">{priorityName(job.priority)} priority</span>}
        {job.archived === true && <span className="badge">Archived</span>}
        <button type="button" className="button button-small" onClick={() => { setEditing(true); }}>
          Edit name, labels and notes
        </button>
      </p>
      {isEditing && <EditDialog job={job} onClose={() => { setEditing(false); }} />}
    </div>
  );
}
