import type { Plugin } from "vite";

/** Moves the links to style sheets to the end of the body, because a browser draws nothing below a link that has not been loaded. */
export function lateStyles(): Plugin {
  return {
    name: "late-styles",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html) {
        const links = html.match(/^ *<link rel="stylesheet".*>\n/gm) ?? [];
        return links.reduce((page, link) => page.replace(link, ""), html).replace(/^ *<\/body>/m, `${links.join("")}$&`);
      },
    },
  };
}
