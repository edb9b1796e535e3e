import { chromium } from "playwright-core";

export const sizes = { desktop: { width: 1280, height: 900 }, phone: { width: 360, height: 740 } };

/** How long a page may take on a busy machine, in milliseconds. No script measures with it. */
export const patience = 60_000;

/** Starts the browser at $CHROMIUM, by default /usr/bin/chromium. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
      "--disable-sync",
    ],
  });
}
