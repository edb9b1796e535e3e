import type { FieldProblem } from "../../api/errors";

/** The body of `POST /datasets` without its source. Fields that are absent have the server's default. */
export interface ImportRequest {
  name: string;
  title?: string;
  license?: string;
  format?: string;
  size?: [number, number];
  fit?: string;
  channels?: number;
  testFraction?: number;
  onBadFile?: string;
  seed?: number;
}

export type Source = { upload: string } | { url: string } | { folder: string };

/** The form as the user typed it. */
export interface ImportDraft {
  name: string;
  title: string;
  license: string;
  format: string;
  height: string;
  width: string;
  fit: string;
  channels: string;
  testFraction: string;
  onBadFile: string;
  seed: string;
}

export const emptyDraft: ImportDraft = {
  name: "", title: "", license: "", format: "auto", height: "", width: "", fit: "crop", channels: "", testFraction: "", onBadFile: "", seed: "",
};

export const formats: [value: string, label: string][] = [
  ["auto", "Detect"],
  ["image-folder", "Folders of pictures, one for each class"],
  ["parquet", "Parquet, as the Hugging Face hub writes it"],
  ["webdataset", "WebDataset"],
  ["npz", "NumPy npz"],
  ["idx", "IDX, like MNIST"],
  ["cifar", "CIFAR binary"],
];

const namePattern = /^(?!ds_)[a-z0-9][a-z0-9._-]{0,62}$/;
const archiveEndings = /\.(zip|tar|tgz|npz|parquet|gz|zst|bin)$/i;

/** Suggests a name for the data set in a file: `My Pets.tar.gz` becomes `my-pets`. */
export function suggestedName(fileName: string): string {
  let stem = fileName.split(/[/\\]/).filter((part) => part !== "").at(-1) ?? "";
  while (archiveEndings.test(stem)) stem = stem.replace(archiveEndings, "");
  return stem.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "").slice(0, 63);
}

/** Finds what can be found without the server, which checks all fields again. */
export function problemsOf(draft: ImportDraft): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const check = (pointer: string, isRight: boolean, detail: string) => { if (!isRight) problems.push({ pointer, detail }); };
  check("/name", namePattern.test(draft.name), "Use 1 to 63 lowercase letters, digits, dots, underscores and hyphens, such as my-pets.");
  check("/size", (draft.height === "") === (draft.width === ""), "Give both height and width, or neither.");
  check("/size", [draft.height, draft.width].every((side) => side === "" || isWhole(side, 1)), "Height and width are whole numbers of pixels.");
  const fraction = Number(draft.testFraction);
  check("/testFraction", draft.testFraction === "" || (fraction > 0 && fraction < 1), "Give a number between 0 and 1, such as 0.2.");
  check("/seed", draft.seed === "" || isWhole(draft.seed, 0), "Give a whole number.");
  return problems;
}

function isWhole(text: string, minimum: number): boolean {
  return /^\d+$/.test(text.trim()) && Number(text) >= minimum;
}

/** The request for a draft without problems. Choices that are the server's own default are left to it. */
export function requestOf(draft: ImportDraft): ImportRequest {
  return {
    name: draft.name,
    ...(draft.title.trim() !== "" && { title: draft.title.trim() }),
    ...(draft.license.trim() !== "" && { license: draft.license.trim() }),
    ...(draft.format !== "auto" && { format: draft.format }),
    ...(draft.height !== "" && { size: [Number(draft.height), Number(draft.width)] as [number, number] }),
    fit: draft.fit,
    ...(draft.channels !== "" && { channels: Number(draft.channels) }),
    ...(draft.testFraction !== "" && { testFraction: Number(draft.testFraction) }),
    ...(draft.onBadFile !== "" && { onBadFile: draft.onBadFile }),
    ...(draft.seed !== "" && { seed: Number(draft.seed) }),
  };
}

export function draftOf(request: ImportRequest): ImportDraft {
  const text = (value: string | number | undefined, absent = "") => (value === undefined ? absent : String(value));
  return {
    name: request.name,
    title: text(request.title),
    license: text(request.license),
    format: text(request.format, emptyDraft.format),
    height: text(request.size?.[0]),
    width: text(request.size?.[1]),
    fit: text(request.fit, emptyDraft.fit),
    channels: text(request.channels),
    testFraction: text(request.testFraction),
    onBadFile: text(request.onBadFile),
    seed: text(request.seed),
  };
}
