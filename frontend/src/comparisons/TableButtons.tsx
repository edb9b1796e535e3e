import { useMutation } from "@tanstack/react-query";
import { Icon } from "../components/Icon";
import { saveAs } from "../components/saveAs";
import { tableText, type Comparison } from "./comparisons";

/** Copies the table as Markdown for papers and pull requests, and saves it as CSV. */
export function TableButtons({ comparison }: { comparison: Comparison }) {
  const copy = useMutation({
    mutationFn: async () => {
      const text = await tableText(comparison.id, "text/markdown");
      // Browsers omit the clipboard on pages served over plain HTTP, although its type says otherwise.
      const clipboard = navigator.clipboard as Clipboard | undefined;
      if (!clipboard) throw new Error("This page has no access to the clipboard");
      await clipboard.writeText(text);
    },
  });
  const csv = useMutation({
    mutationFn: async () => { saveAs(new Blob([await tableText(comparison.id, "text/csv")], { type: "text/csv" }), `${comparison.id}.csv`); },
  });
  return (
    <>
      <button type="button" className="button button-small" disabled={copy.isPending} onClick={() => { copy.mutate(); }}>
        <Icon name={copy.isSuccess ? "check" : "copy"} />
        <span aria-live="polite">{copy.isSuccess ? "Copied" : copy.isError ? "Could not copy" : "Copy as Markdown"}</span>
      </button>
      <button type="button" className="button button-small" disabled={csv.isPending} onClick={() => { csv.mutate(); }}>
        <Icon name="download" /> {csv.isError ? "Could not save" : "CSV"}
      </button>
    </>
  );
}
