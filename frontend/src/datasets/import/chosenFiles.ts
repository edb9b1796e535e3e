import { contentOf, tarOf, type Content, type NamedFile } from "./tar";

/** What the user chose: one file as it is, or the files of a folder, packed while they are sent. */
export interface Choice {
  content: Content;
  isFolder: boolean;
  description: string;
}

/** Files that systems leave in folders and that are no data. */
const clutter = /(^|\/)(\.|Thumbs\.db$|desktop\.ini$|__MACOSX\/)/;

export function chooseFile(file: File): Choice {
  return { content: contentOf(file), isFolder: false, description: file.name };
}

/** Packs the files of a folder. The folder's own name is no class, so the paths begin below it. */
export function chooseFolder(files: NamedFile[]): Choice | undefined {
  const wanted = files.filter(({ path }) => !clutter.test(path));
  if (wanted.length === 0) return undefined;
  const root = wanted[0]?.path.split("/")[0] ?? "";
  const shared = wanted.every(({ path }) => path.startsWith(`${root}/`));
  const inside = shared ? wanted.map(({ path, file }) => ({ path: path.slice(root.length + 1), file })) : wanted;
  const name = shared ? root : "pictures";
  return { content: tarOf(inside, `${name}.tar`), isFolder: true, description: `${name}, ${wanted.length} ${wanted.length === 1 ? "file" : "files"}` };
}

/** The files of a folder that a file dialog returned. */
export function filesOfDialog(list: FileList): NamedFile[] {
  return Array.from(list, (file) => ({ path: file.webkitRelativePath === "" ? file.name : file.webkitRelativePath, file }));
}

/** What was dropped: the same as in the file dialogs. */
export async function dropped(transfer: DataTransfer): Promise<Choice | undefined> {
  // The items are only valid during the event, so all entries are taken before the first wait.
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const [first] = entries;
  if (entries.length === 1 && first?.isFile) return chooseFile(await fileOf(first as FileSystemFileEntry));
  const files: NamedFile[] = [];
  for (const entry of entries) await collect(entry, files);
  return chooseFolder(files);
}

async function collect(entry: FileSystemEntry, files: NamedFile[]): Promise<void> {
  if (entry.isFile) {
    files.push({ path: entry.fullPath.replace(/^\//, ""), file: await fileOf(entry as FileSystemFileEntry) });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A browser lists a folder in portions; an empty one is the end.
  for (let portion = await entriesOf(reader); portion.length > 0; portion = await entriesOf(reader)) {
    for (const child of portion) await collect(child, files);
  }
}

function entriesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => { entry.file(resolve, reject); });
}
