import { useNavigate } from "react-router";
import { usePolling } from "../api/polling";
import { chooseTheme, useTheme } from "../components/theme";
import { pages } from "../navigation";
import { currentShortcuts } from "./shortcuts";

/** An entry of the palette. */
export interface Command {
  key: string;
  kind: string;
  title: string;
  detail?: string;
  run: () => void;
}

/** The pages, the actions of the dashboard and those of the page that is shown. */
export function useCommands(isAdministrator: boolean, onHelp: () => void): Command[] {
  const navigate = useNavigate();
  const polling = usePolling();
  const other = useTheme() === "dark" ? "light" : "dark";
  const action = (title: string, run: () => void, detail?: string): Command => ({
    key: title, kind: "Action", title, run, ...(detail !== undefined && { detail }),
  });
  return [
    ...pages.filter((page) => isAdministrator || !page.isForAdministrators)
      .map(({ to, title }) => ({ key: to, kind: "Page", title, run: () => void navigate(to) })),
    action("New job", () => void navigate("/jobs/new")),
    action("Import a data set", () => void navigate("/datasets/new")),
    action(`Switch to ${other} theme`, () => { chooseTheme(other); }),
    action(polling.paused ? "Resume updates" : "Stop updates", () => { polling.setPaused(!polling.paused); }),
    action("Show keyboard shortcuts", onHelp, "?"),
    ...currentShortcuts().flatMap(({ name, shortcuts }) =>
      name === "Everywhere" ? [] : shortcuts.map(({ keys, does, run }) => action(does, run, keys)),
    ),
  ];
}
