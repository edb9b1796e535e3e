import { useEffect, useState } from "react";
import { Icon } from "./Icon";

/** Copies text to the clipboard, or says that the browser does not allow it (plain HTTP from another machine). */
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
        {result === "copied" ? "Copied" : result === "failed" ? "Select and copy manually" : label}
      </span>
      {subject !== undefined && <span className="visually-hidden"> {subject}</span>}
    </button>
  );
}

async function copyText(text: string): Promise<void> {
  // Browsers omit the clipboard on pages served over plain HTTP, although its type says otherwise.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (!clipboard) throw new Error("This page has no access to the clipboard");
  await clipboard.writeText(text);
}
