import { useEffect, useRef, useState } from "react";
import { Icon } from "../../components/Icon";
import { useShortcuts } from "../../keyboard/shortcuts";

/** Finds words in names, ids, notes and labels. `/` puts the cursor into it, and Escape takes it out. */
export function SearchBox({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  // The address changed in another way, such as with the Back button.
  if (value !== known) {
    setKnown(value);
    if (value !== text.trim()) setText(value);
  }
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => { onChange(text.trim()); }, 300);
    return () => { clearTimeout(timer); };
  });
  useShortcuts("Jobs", [{ keys: "/", does: "Search", run: () => { input.current?.focus(); input.current?.select(); } }]);
  return (
    <label className="search-box">
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        aria-label="Search jobs"
        placeholder="Search names, ids, labels"
        value={text}
        onChange={(event) => { setText(event.target.value); }}
        onKeyDown={(event) => { if (event.key === "Escape") event.currentTarget.blur(); }}
      />
    </label>
  );
}
