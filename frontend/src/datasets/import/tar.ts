/** A file with the path that it has in an archive. */
export interface NamedFile {
  path: string;
  file: File;
}

/** What an upload sends: bytes that can be read in any order, as often as needed. */
export interface Content {
  fileName: string;
  size: number;
  /** Tells the same files, chosen again, from others. */
  fingerprint: string;
  slice: (from: number, to: number) => Blob;
}

const block = 512;
const encoder = new TextEncoder();

interface Entry {
  start: number;
  header: Uint8Array<ArrayBuffer>;
  file: File;
  end: number;
}

/** A tar archive of the files. Its bytes are made when they are read, so it needs no memory and no disk. */
export function tarOf(files: NamedFile[], fileName: string): Content {
  const sorted = files.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  const entries: Entry[] = [];
  let size = 0;
  for (const { path, file } of sorted) {
    const header = headerOf(path, file.size);
    const end = size + header.length + padded(file.size);
    entries.push({ start: size, header, file, end });
    size = end;
  }
  return {
    fileName,
    size: size + 2 * block,
    fingerprint: fingerprintOf(sorted),
    slice: (from, to) => slice(entries, from, to, size),
  };
}

export function contentOf(file: File): Content {
  return {
    fileName: file.name,
    size: file.size,
    fingerprint: fingerprintOf([{ path: file.name, file }]),
    slice: (from, to) => file.slice(from, to),
  };
}

function slice(entries: Entry[], from: number, to: number, end: number): Blob {
  const parts: BlobPart[] = [];
  for (let index = firstAfter(entries, from); index < entries.length; index++) {
    const entry = entries[index];
    if (entry === undefined || entry.start >= to) break;
    const { start, header, file } = entry;
    const body = start + header.length;
    const tail = body + file.size;
    parts.push(cut(header, from - start, to - start));
    parts.push(file.slice(Math.max(0, from - body), Math.max(0, to - body)));
    parts.push(cut(new Uint8Array(padded(file.size) - file.size), from - tail, to - tail));
  }
  parts.push(cut(new Uint8Array(2 * block), from - end, to - end));
  return new Blob(parts);
}

/** The index of the first entry that ends after a position; entries are in order. */
function firstAfter(entries: Entry[], position: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.end ?? 0) > position) high = middle;
    else low = middle + 1;
  }
  return low;
}

function cut(bytes: Uint8Array<ArrayBuffer>, from: number, to: number): Uint8Array<ArrayBuffer> {
  return bytes.subarray(Math.max(0, from), Math.max(0, to));
}

function padded(size: number): number {
  return Math.ceil(size / block) * block;
}

const longestName = 100;
const largestSize = 8 ** 11;

/** The header of an entry. A record before it (POSIX.1-2001) holds what does not fit: a long name or a size of 8 GiB. */
function headerOf(path: string, size: number): Uint8Array<ArrayBuffer> {
  const name = encoder.encode(path);
  const plain = name.length <= longestName && name.every((byte) => byte < 128) && size < largestSize;
  if (plain) return ustar(name, size, "0");
  const record = concatenated(paxRecord("path", path), paxRecord("size", String(size)));
  const extended = new Uint8Array(padded(record.length));
  extended.set(record);
  const short = encoder.encode(path.replaceAll(/[^ -~]/g, "_")).slice(-longestName);
  return concatenated(ustar(encoder.encode("PaxHeader"), record.length, "x"), extended, ustar(short, Math.min(size, largestSize - 1), "0"));
}

function ustar(name: Uint8Array, size: number, type: string): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(block);
  const write = (text: string, at: number) => { header.set(encoder.encode(text), at); };
  header.set(name, 0);
  write("0000644\0" + "0000000\0".repeat(2), 100);
  write(`${size.toString(8).padStart(11, "0")}\0${"0".repeat(11)}\0`, 124);
  write(`${" ".repeat(8)}${type}`, 148);
  write("ustar\x0000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}

/** A record begins with its own length, whose digits count as well. */
function paxRecord(key: string, value: string): Uint8Array {
  const rest = encoder.encode(` ${key}=${value}\n`);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length += 1;
  return concatenated(encoder.encode(String(length)), rest);
}

function concatenated(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A hash (FNV-1a) of the names, sizes and times. It finds mistakes, not attacks: the server checks what it gets. */
function fingerprintOf(files: NamedFile[]): string {
  let hash = 0x811c9dc5;
  for (const { path, file } of files) {
    for (const byte of encoder.encode(`${path}\0${file.size}\0${file.lastModified}\n`)) {
      hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
    }
  }
  return hash.toString(16).padStart(8, "0");
}
