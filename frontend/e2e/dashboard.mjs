// Uses the dashboard like a person, in a real browser with a running server:
//   node e2e/dashboard.mjs --url http://localhost:8080 --sign-in-link 'http://localhost:8080/sign-in?token=…' --out DIR
// Signs in, submits a tiny job through the form, watches it succeed, and saves screenshots in DIR.
// Exits with 1 and a message if anything fails. The browser is $CHROMIUM, by default /usr/bin/chromium.
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launch, patience, sizes } from "./browser.mjs";
import { PageErrors } from "./page-errors.mjs";

const { values: options } = parseArgs({
  options: {
    url: { type: "string" },
    "sign-in-link": { type: "string" },
    out: { type: "string", default: "target/screenshots" },
    minutes: { type: "string", default: "5" },
  },
});
if (!options.url || !options["sign-in-link"]) {
  console.error("Usage: node e2e/dashboard.mjs --url URL --sign-in-link LINK [--out DIR] [--minutes 5]");
  process.exit(2);
}

const jobName = `browser test ${Date.now().toString(36)}`;
const timeout = Number(options.minutes) * 60_000;

const browser = await launch();
let step = "start";
let page;
mkdirSync(options.out, { recursive: true });
try {
  const context = await browser.newContext({ viewport: sizes.desktop });
  page = await context.newPage();
  page.setDefaultTimeout(patience);
  const errors = new PageErrors(page);

  await run("see the sign-in page without a session", seeSignInPage);
  await run("sign in with the link", signIn);
  await run("fill in and submit the form", submitJob);
  await run("watch the job succeed", watchJob);
  await run("see the charts drawn", seeCharts);
  await run("see the result and its files", seeResult);
  await run("see its checkpoints and start a fork", seeCheckpoints);
  await run("try, evaluate and export the network", useNetwork);
  await run("find the job in the table", findInTable);
  await run("take screenshots of all pages", takeScreenshots);
  await run("sign out", signOut);
  errors.verify();
  console.log(`The dashboard works: "${jobName}" was submitted and succeeded. Screenshots are in ${options.out}`);
} catch (error) {
  console.error(`FAILED while trying to ${step}: ${error.message}`);
  await page?.screenshot({ path: join(options.out, "failure.png"), fullPage: true }).catch(() => undefined);
  process.exitCode = 1;
} finally {
  await browser.close();
}

async function run(name, action) {
  step = name;
  await action();
}

async function seeSignInPage() {
  await page.goto(`${options.url}/jobs`);
  await page.getByLabel("API key").waitFor();
  await takeScreenshot("sign-in");
}

async function signIn() {
  await page.goto(options["sign-in-link"]);
  await page.getByRole("heading", { name: "Jobs", level: 1 }).waitFor();
  await page.getByRole("table", { name: "Jobs" }).or(page.getByText("No jobs yet")).waitFor();
  if (page.url().includes("token")) throw new Error(`The token is still in the URL: ${page.url()}`);
}

async function submitJob() {
  await page.getByRole("link", { name: "New job" }).click();
  await page.getByRole("radio", { name: "fashion-mnist-sample", exact: true }).check();
  await page.getByRole("radio", { name: "ResNet (CIFAR form)" }).check();
  await page.getByLabel("Depth", { exact: true }).fill("9");
  await page.getByLabel("Width", { exact: true }).fill("4");
  await page.getByRole("radio", { name: "SGR", exact: true }).check();
  await page.getByLabel("Epochs", { exact: true }).fill("1");
  await page.getByLabel("Name", { exact: true }).fill(jobName);
  await page.getByRole("button", { name: "Submit job" }).click();
  const problems = page.getByRole("alert", { name: "Spec errors" });
  await problems.getByText("6n+2").waitFor();
  await page.getByLabel("Depth", { exact: true }).fill("8");
  await page.getByRole("button", { name: "Submit job" }).click();
  await page.getByRole("heading", { name: jobName, level: 1 }).waitFor();
}

async function watchJob() {
  const state = page.getByRole("status", { name: "State" });
  const end = Date.now() + timeout;
  for (;;) {
    const shown = (await state.textContent())?.trim();
    if (shown === "Succeeded") return;
    if (shown === "Failed" || shown === "Cancelled") {
      throw new Error(`The job ended as ${shown}: ${await page.getByLabel("Reason").textContent()}`);
    }
    if (Date.now() > end) throw new Error(`The job is still ${shown} after ${options.minutes} minutes`);
    await page.waitForTimeout(500);
  }
}

async function seeCharts() {
  for (const title of ["Loss", "Accuracy", "Modules", "Gradient cosine at boundaries"]) {
    const canvas = page.getByRole("figure", { name: title, exact: true }).locator("canvas");
    await canvas.waitFor();
    await page.waitForTimeout(300);
    const colors = await canvas.evaluate(countColors);
    // Axes and grid alone have one or two grays; lines and their bands add many colors.
    if (colors < 3) throw new Error(`The chart "${title}" looks empty: it has ${colors} strong colors`);
  }
  const overview = page.getByRole("region", { name: "Local modules" });
  if ((await overview.getByText(/^Module \d$/).count()) !== 4) throw new Error("The overview does not show 4 modules");
}

function countColors(canvas) {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const seen = new Set();
  for (let i = 0; i < data.length; i += 4) {
    const strongest = Math.max(data[i], data[i + 1], data[i + 2]);
    const weakest = Math.min(data[i], data[i + 1], data[i + 2]);
    if (data[i + 3] > 20 && strongest - weakest > 60) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
  }
  return seen.size;
}

async function seeResult() {
  await page.getByRole("tab", { name: "Result" }).click();
  const link = page.getByRole("list", { name: "Files" }).getByRole("link").filter({ hasText: "weights.safetensors" });
  const file = await page.request.get(new URL(await link.getAttribute("href"), options.url).href);
  if (!file.ok()) throw new Error(`The download of the weights responded with ${file.status()}`);
  await page.getByRole("tab", { name: "Log" }).click();
  await page.getByRole("log").waitFor();
  await page.getByRole("tab", { name: "Events" }).click();
  await page.getByRole("list", { name: "Events" }).getByText(/→ SUCCEEDED/).waitFor();
  await takeScreenshot("events");
}

async function seeCheckpoints() {
  await page.getByRole("tab", { name: "Checkpoints" }).click();
  const last = page.getByRole("table", { name: "Checkpoints" }).getByRole("row").filter({ hasText: "final" });
  const started = page.waitForEvent("download");
  await last.getByRole("button", { name: /^Download step/ }).click();
  const { size } = statSync(await (await started).path());
  if (size === 0) throw new Error("The downloaded checkpoint is empty");
  await last.getByRole("button", { name: /^Fork from step/ }).click();
  await page.getByRole("form", { name: "Fork" }).getByLabel("Epochs", { exact: true }).fill("2");
  await page.getByText("epochs: 1 → 2").waitFor();
  await takeScreenshot("fork");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

async function useNetwork() {
  await page.getByRole("tab", { name: "Try it" }).click();
  await page.getByRole("button", { name: "Random" }).click();
  // The first answer waits for a process that loads the network.
  await page.getByRole("list", { name: "Classes of the classifier" }).waitFor({ timeout: 60_000 });
  await page.getByRole("table", { name: "Answers of the modules" }).waitFor();
  await takeScreenshot("try");
  await page.getByRole("tab", { name: "Evaluation" }).click();
  await page.getByRole("grid", { name: "Confusion matrix" }).waitFor();
  await takeScreenshot("evaluation");
  await page.getByRole("tab", { name: "Exports" }).click();
  await page.getByRole("button", { name: "Export ONNX" }).click();
  await page.getByText("network.onnx is ready.").waitFor({ timeout: 60_000 });
  await takeScreenshot("exports");
}

async function findInTable() {
  await page.goto(`${options.url}/jobs?state=SUCCEEDED&name=${encodeURIComponent(jobName)}`);
  const row = page.getByRole("row").filter({ hasText: jobName });
  await row.getByText("Succeeded").waitFor();
  await row.getByRole("link", { name: jobName }).click();
  await page.getByRole("heading", { name: jobName, level: 1 }).waitFor();
}

async function takeScreenshots() {
  const job = page.url();
  const pages = {
    jobs: `${options.url}/jobs`,
    job,
    form: `${options.url}/jobs/new`,
    workers: `${options.url}/workers`,
    datasets: `${options.url}/datasets`,
    import: `${options.url}/datasets/new`,
  };
  for (const [name, address] of Object.entries(pages)) {
    await page.goto(address);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.getByRole("status", { name: "Loading" }).first().waitFor({ state: "detached" });
    await page.waitForTimeout(700);
    await takeScreenshot(name);
  }
}

/** Takes a screenshot in each size and theme; no page may be wider than the screen. */
async function takeScreenshot(name) {
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(250);
      await page.screenshot({ path: join(options.out, `${name}-${size}-${colorScheme}.png`), fullPage: !["form", "fork"].includes(name) });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > viewport.width) throw new Error(`The page "${name}" is ${width} px wide on a ${viewport.width} px screen`);
    }
  }
  await page.setViewportSize(sizes.desktop);
  await page.emulateMedia({ colorScheme: "light" });
}

async function signOut() {
  await page.getByLabel(/^Account: /).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("API key").waitFor();
}
