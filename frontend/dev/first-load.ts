import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

/** Compressed bytes of script that a browser may have to load before a page shows its content. */
const BUDGET = 150_000;

/** Fails the build if a page's first visit loads more script than the budget. Charts are drawn by a chunk that comes after. */
export function firstLoad(): Plugin {
  return {
    name: "first-load",
    apply: "build",
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
      const entry = chunks.find((chunk) => chunk.isEntry);
      if (!entry) return;
      for (const page of chunks.filter((chunk) => chunk.isDynamicEntry && chunk.name.endsWith("Page"))) {
        const bytes = [...closure([entry, page], chunks)].reduce((sum, chunk) => sum + gzipSync(chunk.code, { level: 9 }).length, 0);
        if (bytes > BUDGET) this.error(`${page.name} loads ${bytes} bytes of compressed script at first; at most ${BUDGET} are allowed`);
      }
    },
  };
}

function closure(start: Rolldown.OutputChunk[], chunks: Rolldown.OutputChunk[]): Set<Rolldown.OutputChunk> {
  const found = new Set(start);
  for (const chunk of found) {
    chunks.filter((other) => chunk.imports.includes(other.fileName)).forEach((other) => found.add(other));
  }
  return found;
}
