import { useMutation } from "@tanstack/react-query";
import { Icon } from "../../components/Icon";
import { saveAs } from "../../components/saveAs";
import { fetchLog, type LogSearch } from "./log";

/** Saves every line that matches, also those that the page has not loaded. */
export function LogDownload({ job, search, disabled }: { job: string; search: LogSearch; disabled: boolean }) {
  const save = useMutation({
    mutationFn: async () => {
      const lines = await fetchLog(job, search);
      saveAs(new Blob(lines.map(({ at, stream, text }) => `${at} ${stream} ${text}\n`), { type: "text/plain" }), `${job}.log`);
    },
  });
  return (
    <button type="button" className="button button-small" disabled={disabled || save.isPending} onClick={() => { save.mutate(); }}>
      <Icon name="download" />
      <span aria-live="polite">{save.isPending ? "Downloading…" : save.isError ? "Could not download" : "Download"}</span>
      <span className="visually-hidden"> all matching lines</span>
    </button>
  );
}
