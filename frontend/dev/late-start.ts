import type { Plugin } from "vite";

/**
 * Loads scripts and style sheets after the first frame of index.html, which needs none of them. Loaded at once, they would share the
 * processor with that frame and come before it.
 */
export function lateStart(): Plugin {
  return {
    name: "late-start",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html) {
        const entry = /<script type="module".* src="(.+?)"><\/script>/.exec(html)?.[1];
        if (!entry) throw new Error("index.html has no module script");
        const found = (rel: string) => Array.from(html.matchAll(new RegExp(`<link rel="${rel}".* href="(.+?)">`, "g")), ([, href]) => href);
        const script = start(entry, [entry, ...found("modulepreload")], found("stylesheet"));
        return html
          .replace(/^ *(<script type="module"|<link rel="(modulepreload|stylesheet)").*\n/gm, "")
          .replace(/^ *<\/body>/m, () => `    <script>${script}</script>\n  </body>`);
      },
    },
  };
}

/** A page in the background draws no frame, so that it must not wait for one. The import takes the place of a script element, whose address would need a Trusted Types policy. */
function start(entry: string, modules: unknown[], styles: unknown[]): string {
  return `
      {
        let begun = false;
        const link = (properties) => document.head.append(Object.assign(document.createElement("link"), { crossOrigin: "", ...properties }));
        const begin = () => {
          if (begun) return;
          begun = true;
          const styled = ${JSON.stringify(styles)}.map((href) => new Promise((done) => link({ rel: "stylesheet", href, onload: done, onerror: done })));
          for (const href of ${JSON.stringify(modules)}) link({ rel: "modulepreload", href });
          Promise.all(styled).then(() => import("${entry}"));
        };
        requestAnimationFrame(() => setTimeout(begin));
        setTimeout(begin, 200);
      }
    `;
}
