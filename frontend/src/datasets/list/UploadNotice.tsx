import { useSyncExternalStore } from "react";
import { Link } from "react-router";
import { percent } from "../../components/format";
import { currentRun, subscribe, type ImportRun } from "../import/importRun";
import { savedUpload } from "../import/savedUpload";

/** Leads back to an upload that runs or that was interrupted. */
export function UploadNotice() {
  const run = useSyncExternalStore(subscribe, currentRun);
  const saved = run ? undefined : savedUpload();
  if (run) return <RunNotice run={run} />;
  if (!saved) return null;
  return (
    <p className="notice notice-warning">
      <span>The upload of <bdi className="user-text">{saved.fileName}</bdi> was interrupted. <Link to="/datasets/new">Continue it</Link></span>
    </p>
  );
}

function RunNotice({ run }: { run: ImportRun }) {
  const { phase, sent, size } = useSyncExternalStore(run.transfer.subscribe, run.transfer.snapshot);
  const text = { sending: "is being uploaded", paused: "is paused", waiting: "is waiting for the server", complete: "is uploaded", failed: "failed" }[phase];
  return (
    <p className="notice" role="status">
      <span>
        <bdi className="user-text">{run.fileName}</bdi> {text}: {percent(size === 0 ? 1 : sent / size, 0)}. <Link to="/datasets/new">Show the upload</Link>
      </span>
    </p>
  );
}
