import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { tarOf, type Content, type NamedFile } from "./tar";

const aFile = (path: string, text: string): NamedFile => ({ path, file: new File([text], path.split("/").at(-1) ?? "") });

async function bytesOf(content: Content, part: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let from = 0; from < content.size; from += part) {
    const blob = content.slice(from, Math.min(content.size, from + part));
    parts.push(await read(blob));
  }
  return Buffer.concat(parts);
}

/** jsdom's blobs have no `arrayBuffer`. */
function read(blob: Blob): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => { resolve(new Uint8Array(reader.result as ArrayBuffer)); };
    reader.readAsArrayBuffer(blob);
  });
}

const files = [
  aFile("train/dog/2.txt", "x".repeat(1000)),
  aFile("train/cat/empty.txt", ""),
  aFile("train/cat/full block.txt", "y".repeat(512)),
  aFile("train/Käfer/ümläut.txt", "z"),
  aFile(`train/cat/${"long".repeat(40)}.txt`, "long name"),
];

it("packs files into an archive that tar reads, whatever the size of the parts", async () => {
  const content = tarOf(files, "pets.tar");
  const whole = await bytesOf(content, content.size);

  expect(Buffer.from(await bytesOf(content, 700)).equals(Buffer.from(whole))).toBe(true);
  const folder = mkdtempSync(join(tmpdir(), "tar-test-"));
  writeFileSync(join(folder, "pets.tar"), whole);
  const tar = (...options: string[]) => execFileSync("tar", [...options, "-f", join(folder, "pets.tar")], { encoding: "utf8", env: { LC_ALL: "C.UTF-8", PATH: process.env["PATH"] ?? "" } });
  expect(tar("-t").trim().split("\n").sort()).toEqual(files.map(({ path }) => path).sort());
  expect(tar("-xO")).toHaveLength(1000 + 512 + 1 + "long name".length);
});

it("gives the same files in another order the same bytes and fingerprint", () => {
  const [one, other] = [tarOf(files, "a.tar"), tarOf(files.toReversed(), "a.tar")];

  expect(one.fingerprint).toBe(other.fingerprint);
  expect(one.size).toBe(other.size);
  expect(tarOf(files.slice(1), "a.tar").fingerprint).not.toBe(one.fingerprint);
});
