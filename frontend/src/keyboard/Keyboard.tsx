import { useEffect, useState } from "react";
import { deferred } from "../components/deferred";
import { Icon } from "../components/Icon";
import { shortcutOf, useShortcuts } from "./shortcuts";

const Palette = deferred(async () => (await import("./Palette")).Palette);
const HelpSheet = deferred(async () => (await import("./HelpSheet")).HelpSheet);

/** Runs the shortcuts of the page, and opens the palette and the list of all shortcuts. */
export function Keyboard({ isAdministrator }: { isAdministrator: boolean }) {
  const [open, setOpen] = useState<"palette" | "help" | null>(null);
  const close = () => { setOpen(null); };
  useShortcuts("Everywhere", [{ keys: "?", does: "Show these keys", run: () => { setOpen("help"); } }]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setOpen((current) => (current === "palette" ? null : "palette"));
        return;
      }
      const shortcut = shortcutOf(event);
      if (!shortcut) return;
      event.preventDefault();
      shortcut.run();
    };
    document.addEventListener("keydown", press);
    return () => { document.removeEventListener("keydown", press); };
  }, []);
  return (
    <>
      <button type="button" className="button button-plain palette-button" aria-label="Ctrl K, find pages, jobs and actions" aria-keyshortcuts="Control+K" title="Find pages, jobs and actions" onClick={() => { setOpen("palette"); }}>
        <Icon name="search" /> <kbd>Ctrl K</kbd>
      </button>
      {open === "palette" && <Palette isAdministrator={isAdministrator} onHelp={() => { setOpen("help"); }} onClose={close} />}
      {open === "help" && <HelpSheet onClose={close} />}
    </>
  );
}
