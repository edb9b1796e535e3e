import { useEffect, useEffectEvent, useState, type DragEvent } from "react";
import { pictureTypes } from "./predictions";

/** Takes a picture that is dropped, chosen or pasted. */
export function PictureChooser({ onChoose }: { onChoose: (file: File) => void }) {
  const [isOver, setOver] = useState(false);
  const [problem, setProblem] = useState<string>();
  const take = (files: FileList | null | undefined) => {
    const [file] = files ?? [];
    if (!file) return;
    const isKnown = pictureTypes.includes(file.type);
    setProblem(isKnown ? undefined : `${file.name} is not a PNG, JPEG or WebP picture.`);
    if (isKnown) onChoose(file);
  };
  const paste = useEffectEvent((event: ClipboardEvent) => { take(event.clipboardData?.files); });
  useEffect(() => {
    const listener = (event: ClipboardEvent) => { paste(event); };
    document.addEventListener("paste", listener);
    return () => { document.removeEventListener("paste", listener); };
  }, []);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <div
      className={`drop-zone ${isOver ? "drop-zone-over" : ""}`}
      onDragOver={(event) => { event.preventDefault(); setOver(true); }}
      onDragLeave={() => { setOver(false); }}
      onDrop={drop}
    >
      <p>Drop a picture here, or paste one</p>
      <label className="button" htmlFor="own-picture">
        Choose a picture
        <input
          id="own-picture"
          className="visually-hidden"
          type="file"
          accept={pictureTypes.join(",")}
          onChange={(event) => {
            take(event.target.files);
            event.target.value = "";
          }}
        />
      </label>
      {problem !== undefined && <p className="problem" role="status">{problem}</p>}
    </div>
  );
}
