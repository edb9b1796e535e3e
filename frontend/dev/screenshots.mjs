// Opens every page over fixture data in Chromium, and saves screenshots at 1440, 1024 and 360 pixels, light and dark:
//   npx vite build && node dev/screenshots.mjs --out DIR [--only busy-job] [--sizes 1440,360]
// Exits with 1 if axe finds a problem, a page is wider than its window, or a script fails. States: busy, empty, failed
// (the server answers with errors) and stale (the server stops answering while the page is open).
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launch, patience } from "../e2e/browser.mjs";
import { accessibilityProblems, overflow, shown } from "../e2e/checks.mjs";
import { PageErrors } from "../e2e/page-errors.mjs";

const { values: options } = parseArgs({
  options: { out: { type: "string", default: "target/screenshots" }, only: { type: "string", default: "" }, sizes: { type: "string", default: "1440,1024,360" } },
});
const heights = { 1440: 900, 1024: 768, 360: 740 };
const views = options.sizes.split(",").flatMap((width) => [["light", Number(width)], ["dark", Number(width)]]);
const problems = [];
let lastPage = "";
mkdirSync(options.out, { recursive: true });

const port = await freePort();
const server = spawn(process.execPath, [join(import.meta.dirname, "fixture-server.mjs"), "--port", String(port)], { stdio: ["ignore", "pipe", "inherit"] });
await new Promise((resolve) => server.stdout.once("data", resolve));
const url = `http://localhost:${port}`;
const browser = await launch();
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const errors = new PageErrors(page);
  await look(page, "signed-out", "/jobs");
  await page.goto(`${url}/sign-in?token=fixture`);
  await page.getByRole("heading", { name: "Jobs", level: 1 }).waitFor();
  for (const scenario of ["busy", "empty"]) {
    await page.request.get(`${url}/fixture/scenario?name=${scenario}`);
    for (const [name, path] of await addresses(page, scenario)) await look(page, `${scenario}-${name}`, path);
  }
  await page.request.get(`${url}/fixture/scenario?name=busy`);
  errors.verify();
  await unreachable(page);
} catch (error) {
  problems.push(`${lastPage}: ${error.message}`);
} finally {
  await browser.close();
  server.kill();
}
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exitCode = 1;
}

async function addresses(page, scenario) {
  const all = [
    ["jobs", "/jobs"], ["jobs-none", "/jobs?q=no-such-job"], ["new-job", "/jobs/new"], ["deleted", "/jobs/deleted"], ["comparisons", "/comparisons"],
    ["new-comparison", "/comparisons/new"], ["explore", "/explore"], ["compare", "/compare"], ["datasets", "/datasets"],
    ["import", "/datasets/new"], ["workers", "/workers"], ["project", "/project"], ["members", "/members"], ["api-keys", "/api-keys"],
    ["accounts", "/accounts"], ["webhooks", "/webhooks"], ["operations", "/operations"], ["allow-command", "/allow-command"], ["no-page", "/nowhere"],
  ];
  if (scenario === "empty") return all;
  const list = async (path) => (await (await page.request.get(`${url}/api/v1/${path}`)).json()).data;
  const jobs = await list("jobs?limit=100");
  const named = (name) => jobs.find((job) => job.name === name).id;
  const ended = named("sample sgr k4");
  const pages = {
    "job-running": `/jobs/${named("resnet20 sgr k4")}`,
    "job-many-modules": `/jobs/${named("resnet152 sgr k50")}`,
    "job-paused": `/jobs/${named("resnet20 sgr k4 paused")}`,
    "job-diverged": `/jobs/${named("vgg8b lr 30")}`,
    "job-memory": `/jobs/${named("resnet110 w64 batch 4096")}`,
    "job-cancelled": `/jobs/${named("resnet32 sgr k8 a long name that somebody typed")}`,
    "job-queued": `/jobs/${named("resnet20 greedy k4")}`,
    "job-import-failed": "/jobs/job_import_failed",
    "job-ended": `/jobs/${ended}`,
    "job-best-exit": `/jobs/${named("vgg11 sgr k10")}`,
    "job-module": `/jobs/${named("vgg11 sgr k10")}?module=5`,
    "compare-two": `/compare?jobs=${ended},${named("sample backprop")}`,
  };
  for (const tab of ["result", "try", "evaluation", "exports", "log", "checkpoints", "events", "spec"]) pages[`job-${tab}`] = `/jobs/${ended}?tab=${tab}`;
  for (const { id, name } of await list("comparisons")) pages[`comparison-${name.replaceAll(/\W+/g, "-")}`] = `/comparisons/${id}`;
  for (const { id, name } of await list("datasets")) pages[`dataset-${name}`] = `/datasets/${id}`;
  return [...all, ...Object.entries(pages)];
}

async function look(page, name, path) {
  lastPage = name;
  if (!name.startsWith(options.only)) return;
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(url + path);
  await shown(page);
  await capture(page, name);
}

async function capture(page, name) {
  for (const [colorScheme, width] of views) {
    await page.setViewportSize({ width, height: heights[width] ?? 800 });
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(250);
    const at = `${name}-${width}-${colorScheme}`;
    if ((await overflow(page)) > 0) problems.push(`${at} is ${await overflow(page)} px wider than its window`);
    problems.push(...(await accessibilityProblems(page)).map((problem) => `${at}: ${problem}`));
    await page.screenshot({ path: join(options.out, `${at}.png`), fullPage: true });
  }
}

/** The pages that show data, when the server answers with errors and when it stops answering. */
async function unreachable(page) {
  const jobs = (await (await page.request.get(`${url}/api/v1/jobs?limit=100`)).json()).data;
  const running = jobs.find((job) => job.name === "resnet152 sgr k50").id;
  const paths = { jobs: "/jobs", job: `/jobs/${running}`, datasets: "/datasets", workers: "/workers", operations: "/operations" };
  const problem = { title: "Internal error", status: 500, detail: "Something broke. The request id finds it in the server's log.", requestId: "req_01fixture" };
  for (const [name, path] of Object.entries(paths)) {
    if (!`failed-${name}`.startsWith(options.only) && !`stale-${name}`.startsWith(options.only)) continue;
    lastPage = name;
    await page.goto(url + path);
    await shown(page);
    await page.route("**/api/v1/**", (route) => route.abort());
    await page.getByText("Stale", { exact: true }).first().waitFor();
    await capture(page, `stale-${name}`);
    await page.unroute("**/api/v1/**");
    await page.route(/api\/v1\/(jobs|comparisons|datasets|workers|admin)/, (route) => route.fulfill({ status: 500, contentType: "application/problem+json", body: JSON.stringify(problem) }));
    await page.goto(url + path);
    await page.getByText("req_01fixture").first().waitFor();
    await capture(page, `failed-${name}`);
    await page.unroute(/api\/v1\/(jobs|comparisons|datasets|workers|admin)/);
  }
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, () => {
      const { port: free } = probe.address();
      probe.close(() => resolve(free));
    });
  });
}
