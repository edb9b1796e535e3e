import { useEffect, useState } from "react";
import { Icon } from "./Icon";

/** Copies text; where the browser forbids that (plain http to another machine) it selects nothing and says so. */
export function CopyButton({ text, label, subject }: { text: string; label: string; subject?: string }) {
  const [outcome, setOutcome] = useState<"copied" | "refused" | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => { setOutcome(null); }, 2000);
    return () => { clearTimeout(timer); };
  }, [outcome]);
  const copy = () => {
    copyText(text).then(() => { setOutcome("copied"); }, () => { setOutcome("refused"); });
  };
  return (
    <button type="button" className="button button-small" onClick={copy}>
      <Icon name={outcome === "copied" ? "check" : "copy"} />
      <span aria-live="polite">
        {outcome === "copied" ? "Copied" : outcome === "refused" ? "Select and copy by hand" : label}
      </span>
      {subject !== undefined && <span className="visually-hidden"> {subject}</span>}
    </button>
  );
}

async function copyText(text: string): Promise<void> {
  // The type says always there; browsers leave it out on pages that came over plain http.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (!clipboard) throw new Error("No clipboard on this page");
  await clipboard.writeText(text);
}
