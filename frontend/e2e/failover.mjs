// Watches a job in a real browser while the server that trains it is killed; the page comes from another server:
//   node e2e/failover.mjs --url http://localhost:8080 --sign-in-link 'http://localhost:8080/sign-in?token=…' --job ID --out DIR
// Prints "watching" once the first attempt runs, and "taken over after N s" once the second one trains. Exits with 1 if
// that takes too long.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launch, patience, sizes } from "./browser.mjs";
import { PageErrors } from "./page-errors.mjs";

const { values: options } = parseArgs({
  options: {
    url: { type: "string" },
    "sign-in-link": { type: "string" },
    job: { type: "string" },
    out: { type: "string", default: "target/screenshots" },
    seconds: { type: "string", default: "90" },
  },
});
mkdirSync(options.out, { recursive: true });
const browser = await launch();
let page;
try {
  const context = await browser.newContext({ viewport: sizes.desktop });
  page = await context.newPage();
  page.setDefaultTimeout(patience);
  const errors = new PageErrors(page);
  await page.goto(options["sign-in-link"]);
  await page.getByRole("heading", { name: "Jobs", level: 1 }).waitFor();
  await page.goto(`${options.url}/jobs/${options.job}`);
  await page.getByRole("status", { name: "State" }).getByText("Running").waitFor();
  await page.getByRole("tab", { name: "Events" }).click();
  const attempts = page.getByRole("table", { name: "Attempts" });
  await attempts.getByRole("row").nth(1).waitFor();
  const start = Date.now();
  console.log("watching");

  // The page has to show the takeover without any input.
  const lost = attempts.getByRole("row").filter({ hasText: "worker lost" });
  await lost.waitFor({ timeout: Number(options.seconds) * 1000 });
  await attempts.getByRole("row").nth(2).waitFor({ timeout: start + Number(options.seconds) * 1000 - Date.now() });
  await page.getByRole("status", { name: "State" }).getByText("Running").waitFor();
  console.log(`taken over after ${Math.round((Date.now() - start) / 1000)} s`);
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(options.out, `failover-${size}-${colorScheme}.png`), fullPage: true });
    }
  }
  errors.verify();
} catch (error) {
  console.error(`FAILED: ${error.message}`);
  await page?.screenshot({ path: join(options.out, "failover-failure.png"), fullPage: true }).catch(() => undefined);
  process.exitCode = 1;
} finally {
  await browser.close();
}
