import { useId, useState, type DragEvent } from "react";
import { bytes } from "../../components/format";
import { Icon } from "../../components/Icon";
import { chooseFile, chooseFolder, dropped, filesOfDialog, type Choice } from "./chosenFiles";

interface Props {
  choice: Choice | undefined;
  problem: string | undefined;
  onChoose: (choice: Choice) => void;
}

/** A place to drop a file or a folder, with buttons for those who do not drag. */
export function FileChooser({ choice, problem, onChoose }: Props) {
  const [isOver, setOver] = useState(false);
  const [note, setNote] = useState<string>();
  const id = useId();
  const take = (chosen: Choice | undefined) => {
    setNote(chosen ? undefined : "There are no files in it.");
    if (chosen) onChoose(chosen);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    setNote("Reading the folder…");
    dropped(event.dataTransfer).then(take, (error: unknown) => { setNote(error instanceof Error ? error.message : String(error)); });
  };
  const warning = problem ?? note;
  return (
    <div
      className={`drop-zone ${isOver ? "drop-zone-over" : ""}`}
      onDragOver={(event) => { event.preventDefault(); setOver(true); }}
      onDragLeave={() => { setOver(false); }}
      onDrop={drop}
    >
      {choice ? (
        <p className="drop-zone-choice" role="status">
          <bdi className="user-text">{choice.description}</bdi> <span className="muted">{bytes(choice.content.size)}</span>
        </p>
      ) : (
        <p>Drop an archive or a folder of pictures here</p>
      )}
      <div className="row row-center">
        <label className="button" htmlFor={`${id}-file`}>
          {choice ? "Choose another file" : "Choose a file"}
          <input
            id={`${id}-file`}
            className="visually-hidden"
            type="file"
            accept=".zip,.tar,.gz,.tgz,.zst,.npz,.parquet,.bin"
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              if (file) take(chooseFile(file));
              event.target.value = "";
            }}
          />
        </label>
        <label className="button" htmlFor={`${id}-folder`}>
          Choose a folder
          <input
            id={`${id}-folder`}
            ref={(input) => input?.setAttribute("webkitdirectory", "")}
            className="visually-hidden"
            type="file"
            multiple
            onChange={(event) => {
              take(chooseFolder(filesOfDialog(event.target.files ?? new FileList())));
              event.target.value = "";
            }}
          />
        </label>
      </div>
      {warning === undefined ? null : (
        <p className="problem" role="status"><Icon name="warning" /> {warning}</p>
      )}
      <p className="help">
        zip, tar, tar.gz, tar.zst with a folder for each class, or Parquet, npz, IDX, CIFAR, WebDataset. A folder is packed while it is sent.
      </p>
    </div>
  );
}
