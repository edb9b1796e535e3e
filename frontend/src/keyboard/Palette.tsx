import { useQuery } from "@tanstack/react-query";
import { useId, useState, type KeyboardEvent } from "react";
import { useNavigate } from "react-router";
import { Dialog } from "../components/Dialog";
import { useDebounced } from "../components/useDebounced";
import { foundJobsQuery } from "./foundJobs";
import { useCommands, type Command } from "./commands";

interface Props {
  isAdministrator: boolean;
  onHelp: () => void;
  onClose: () => void;
}

/** Finds pages, actions and jobs by their names. The arrows choose one, and Enter opens it. */
export function Palette({ isAdministrator, onHelp, onClose }: Props) {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const list = useId();
  const navigate = useNavigate();
  const words = useDebounced(text.trim(), 200);
  const jobs = useQuery({ ...foundJobsQuery(words), enabled: words !== "", placeholderData: (before) => before });
  const commands = useCommands(isAdministrator, onHelp);
  const found: Command[] = [
    ...commands.filter((command) => matches(command.title, text)),
    ...(words === "" ? [] : jobs.data ?? []).map((job) => ({
      key: job.id, kind: "Job", title: job.name, detail: job.state.toLowerCase(), run: () => void navigate(`/jobs/${job.id}`),
    })),
  ];
  const current = Math.min(chosen, found.length - 1);
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const press = (event: KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (event.key === "Enter") run(found[current]);
    else if (by !== 0 && found.length > 0) {
      const next = (current + by + found.length) % found.length;
      setChosen(next);
      document.getElementById(`${list}-${next}`)?.scrollIntoView({ block: "nearest" });
    } else return;
    event.preventDefault();
  };
  return (
    <Dialog title="Find" className="palette" onClose={onClose}>
      <input
        type="text"
        role="combobox"
        aria-label="Pages, actions and jobs"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={found.length > 0 ? `${list}-${current}` : undefined}
        placeholder="Pages, actions, jobs by name, id or label"
        autoFocus
        spellCheck={false}
        value={text}
        onChange={(event) => { setText(event.target.value); setChosen(0); }}
        onKeyDown={press}
      />
      <ul role="listbox" id={list} aria-label="Found" className="palette-list">
        {found.map((command, index) => (
          <li
            key={command.key}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === current}
            onPointerMove={() => { setChosen(index); }}
            onClick={() => { run(command); }}
          >
            <span className="cut"><bdi>{command.title}</bdi></span>
            <span className="muted">{command.detail ?? command.kind}</span>
          </li>
        ))}
      </ul>
      <p role="status" className="muted palette-note">{found.length === 0 ? (jobs.isFetching ? "Searching…" : "Nothing found.") : ""}</p>
    </Dialog>
  );
}

function matches(title: string, text: string): boolean {
  return text.toLowerCase().split(/\s+/).every((word) => title.toLowerCase().includes(word));
}
