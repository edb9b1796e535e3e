import { useEffect, useState } from "react";
import { Icon } from "./Icon";

/** Copies text; where the browser forbids that (plain http to another machine) it selects nothing and says so. */
export function CopyButton({ text, label, subject }: { text: string; label: string; subject?: string }) {
  const [result, setResult] = useState<"copied" | "failed" | null>(null);
  useEffect(() => {
    if (result === null) return;
    const timer = setTimeout(() => { setResult(null); }, 2000);
    return () => { clearTimeout(timer); };
  }, [result]);
  const copy = () => {
    copyText(text).then(() => { setResult("copied"); }, () => { setResult("failed"); });
  };
  return (
    <button type="button" className="button button-small" onClick={copy}>
      <Icon name={result === "copied" ? "check" : "copy"} />
      <span aria-live="polite">
        {result === "copied" ? "Copied" : result === "failed" ? "Select and copy by hand" : label}
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
