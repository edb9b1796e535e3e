// Opens every page of a server whose jobs have hostile names, in a real browser:
//   node e2e/hostile.mjs --url http://localhost:8080 --sign-in-link 'http://localhost:8080/sign-in?token=…' --out DIR
// Exits with 1 and a message if a script of a name runs, a page is wider than its screen, a row grows out of bounds, or
// axe finds a problem. The browser is $CHROMIUM, by default /usr/bin/chromium.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launch, patience, sizes } from "./browser.mjs";
import { accessibilityProblems, shown } from "./checks.mjs";
import { PageErrors } from "./page-errors.mjs";

const { values: options } = parseArgs({
  options: { url: { type: "string" }, "sign-in-link": { type: "string" }, out: { type: "string", default: "target/screenshots" } },
});
if (!options.url || !options["sign-in-link"]) {
  console.error("Usage: node e2e/hostile.mjs --url URL --sign-in-link LINK [--out DIR]");
  process.exit(2);
}
const payload = encodeURIComponent("<img src=x onerror=alert(1)>");
const tallestRow = 180;
const views = [["desktop", "light"], ["phone", "dark"], ["desktop", "dark"], ["phone", "light"]];
/** The pages with the most kinds of content are opened in all sizes and themes, the others in two. */
const varied = ["hostile-jobs", "hostile-form", "hostile-job-0", "hostile-result"];
const problems = [];
const browser = await launch();
mkdirSync(options.out, { recursive: true });
try {
  const context = await browser.newContext({ viewport: sizes.desktop });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const errors = new PageErrors(page);
  page.on("dialog", (dialog) => {
    problems.push(`A script ran: it opened a dialog with "${dialog.message()}"`);
    void dialog.dismiss();
  });
  await inspect(page, "hostile-signed-out", "/jobs");
  await page.goto(options["sign-in-link"]);
  await page.getByRole("heading", { name: "Jobs", level: 1 }).waitFor();
  const jobs = (await (await page.request.get(`${options.url}/api/v1/jobs`)).json()).data;
  for (const [name, path] of Object.entries(addresses(jobs))) await inspect(page, name, path);
  errors.verify();
  if (problems.length > 0) throw new Error(problems.join("\n  "));
  console.log(`Opened ${Object.keys(addresses(jobs)).length + 1} pages of ${jobs.length} jobs; nothing ran, nothing broke.`);
} catch (error) {
  console.error(`FAILED:\n  ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser.close();
}

function addresses(jobs) {
  const all = {
    "hostile-jobs": "/jobs",
    "hostile-filter": `/jobs?name=${payload}&state=${payload}`,
    "hostile-form": "/jobs/new",
    "hostile-workers": "/workers",
    "hostile-no-job": `/jobs/${payload}`,
    "hostile-no-page": `/${payload}`,
  };
  jobs.forEach((job, index) => { all[`hostile-job-${index}`] = `/jobs/${job.id}?tab=spec`; });
  const ended = jobs.find((job) => job.state === "SUCCEEDED");
  for (const tab of ["result", "log", "checkpoints", "events"]) all[`hostile-${tab}`] = `/jobs/${ended.id}?tab=${tab}`;
  all["hostile-tab"] = `/jobs/${ended.id}?tab=${payload}`;
  return all;
}

async function inspect(page, name, path) {
  await page.goto(options.url + path);
  await shown(page);
  for (const [size, colorScheme] of varied.includes(name) ? views : views.slice(0, 2)) {
    await page.setViewportSize(sizes[size]);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.waitForTimeout(200);
    const at = `${name} (${size}, ${colorScheme})`;
    await checkLayout(page, at, sizes[size].width);
    problems.push(...(await accessibilityProblems(page)).map((problem) => `${at}: ${problem}`));
    await page.screenshot({ path: join(options.out, `${name}-${size}-${colorScheme}.png`) });
  }
}

async function checkLayout(page, at, width) {
  const seen = await page.evaluate(() => {
    /** Whether an element shows combining marks and nothing cuts them off at its line. */
    const isLoose = (element) =>
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && /\u0301\u0302/.test(node.data)) &&
      element.checkVisibility() && !isCut(element, 3);
    const isCut = (element, levels) =>
      getComputedStyle(element).overflowY !== "visible" || (levels > 1 && isCut(element.parentElement, levels - 1));
    return {
      width: document.documentElement.scrollWidth,
      row: Math.max(0, ...[...document.querySelectorAll("tbody tr, h1")].map((row) => row.getBoundingClientRect().height)),
      loose: [...document.querySelectorAll("body *")].filter(isLoose).map((element) => element.outerHTML.slice(0, 80)),
    };
  });
  if (seen.width > width) problems.push(`${at} is ${seen.width} px wide on a ${width} px screen`);
  if (seen.loose.length > 0) problems.push(`${at} lets marks reach over other text: ${seen.loose.join(", ")}`);
  if (width === sizes.desktop.width && seen.row > tallestRow) problems.push(`${at} has a row of ${seen.row} px`);
}
