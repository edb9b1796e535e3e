import { useState } from "react";
import { bytes } from "../../components/format";
import { ErrorMessage } from "../../components/ErrorMessage";
import type { Choice } from "./chosenFiles";
import { FileChooser } from "./FileChooser";
import { continueRun } from "./importRun";
import { forgetUpload, isSameContent, type SavedUpload } from "./savedUpload";
import { deleteUpload } from "./uploads";

/** Offers to continue an upload that ended with its page. Browsers do not keep files, so the user chooses them again. */
export function InterruptedUpload({ saved, onEnd }: { saved: SavedUpload; onEnd: () => void }) {
  const [choice, setChoice] = useState<Choice>();
  const [error, setError] = useState<Error>();
  const isOther = choice !== undefined && !isSameContent(saved, choice.content);
  const use = (chosen: Choice) => {
    setChoice(chosen);
    if (!isSameContent(saved, chosen.content)) return;
    continueRun(saved, chosen.content).then(onEnd, (thrown: unknown) => { setError(thrown instanceof Error ? thrown : new Error(String(thrown))); });
  };
  const discard = () => {
    forgetUpload();
    void deleteUpload(saved.upload).catch(() => undefined);
    onEnd();
  };
  return (
    <section className="panel upload" aria-label="Interrupted upload">
      <h2>An upload was interrupted</h2>
      <p>
        <bdi className="user-text">{saved.fileName}</bdi> ({bytes(saved.size)}) for <strong>{saved.request.name}</strong> was not sent
        completely. Choose the same {saved.isFolder ? "folder" : "file"} again. Only what is missing is sent.
      </p>
      <FileChooser
        choice={choice}
        problem={isOther ? `This is not the same ${saved.isFolder ? "folder" : "file"}: it has changed, or it is another one.` : undefined}
        onChoose={use}
      />
      {error && <ErrorMessage error={error} />}
      <div className="row row-end">
        <button type="button" className="button" onClick={discard}>Discard it and import something else</button>
      </div>
    </section>
  );
}
