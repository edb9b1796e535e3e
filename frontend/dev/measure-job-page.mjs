// Measures the page of a large job in Chromium, by the browser's own clocks.
//   node dev/measure-job-page.mjs --url http://localhost:8080 --key "$(cat data/admin.key)" [--runs 3] [--seed postgresql://…]
//   node dev/measure-job-page.mjs --url … --key … --job job_…
// With --seed, a job of 50 modules is submitted, and the SQL beside this file gives it 1,000,000 values; stop the workers first.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

const { values: options } = parseArgs({
  options: { url: { type: "string" }, key: { type: "string" }, job: { type: "string" }, seed: { type: "string" }, runs: { type: "string", default: "3" } },
});
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const signIn = await context.newPage();
await signIn.goto(options.url);
await signIn.getByLabel("API key").fill(options.key);
await signIn.getByRole("button", { name: "Sign in" }).click();
await signIn.getByRole("heading", { name: "Jobs", level: 1 }).waitFor();
const job = options.job ?? (await seeded());
console.log(`job ${job}`);

async function seeded() {
  const spec = { dataset: "fashion-mnist-sample", network: { type: "resnet", depth: 152, width: 4 }, split: { modules: 50 }, rule: { type: "greedy" }, epochs: 30 };
  const id = await signIn.evaluate(async (body) => {
    const token = decodeURIComponent(/XSRF-TOKEN=([^;]+)/.exec(document.cookie)?.[1] ?? "");
    const answer = await fetch("/api/v1/jobs", { method: "POST", headers: { "Content-Type": "application/json", "X-XSRF-TOKEN": token }, body: JSON.stringify(body) });
    const made = await answer.json();
    return made.id ?? Promise.reject(new Error(JSON.stringify(made)));
  }, { name: "50 modules, 1,000,000 values", spec });
  process.stdout.write(execFileSync("psql", [options.seed, "-q", "-t", "-v", `job=${id}`, "-v", "ON_ERROR_STOP=1", "-f", join(import.meta.dirname, "seed-large-job.sql")]));
  return id;
}

/** The page counts as shown when the charts in sight have their curves and no request is under way. */
async function load(cached) {
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  await network.send("Network.setCacheDisabled", { cacheDisabled: !cached });
  let bytes = 0;
  let requests = 0;
  const kinds = new Map();
  const typeOf = new Map();
  network.on("Network.responseReceived", ({ requestId, type }) => { typeOf.set(requestId, type); });
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    bytes += encodedDataLength;
    requests += 1;
    const type = typeOf.get(requestId) ?? "other";
    kinds.set(type, (kinds.get(type) ?? 0) + encodedDataLength);
  });
  await page.addInitScript(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => { window.longTasks.push(...list.getEntries().map(({ duration }) => Math.round(duration))); }).observe({ type: "longtask", buffered: true });
  });
  // A new tab first starts a process and loads pages of the browser itself, which would count as time of this page.
  await page.goto(`${options.url}/isograd.svg`);
  await page.waitForTimeout(2000);
  await page.goto(`${options.url}/jobs/${job}`);
  await page.waitForFunction(() => document.querySelectorAll(".chart canvas").length >= 2 && document.querySelectorAll(".module-tiles li").length === 50);
  await page.waitForFunction(() => {
    const entries = performance.getEntriesByType("resource").filter(({ name }) => name.includes("/metrics"));
    return entries.length >= 2 && performance.now() - Math.max(...entries.map(({ responseEnd }) => responseEnd)) > 300;
  });
  const times = await page.evaluate(() => ({
    firstContent: Math.round(performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? -1),
    lastMetrics: Math.round(Math.max(...performance.getEntriesByType("resource").filter(({ name }) => name.includes("/metrics")).map(({ responseEnd }) => responseEnd))),
    longTasks: window.longTasks,
  }));
  return { page, cached, requests, kilobytes: Math.round(bytes / 1000), ...Object.fromEntries([...kinds].map(([type, size]) => [type, `${Math.round(size / 1000)} kB`])), ...times };
}

/** Zooms in, then pans by Shift and a drag; counts the frames and the longest wait between two of them. */
async function pan(page) {
  await page.locator(".u-over").first().scrollIntoViewIfNeeded();
  const box = await page.locator(".u-over").first().boundingBox();
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.3, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, y, { steps: 5 });
  await page.mouse.up();
  await page.waitForTimeout(800);
  await page.evaluate(() => {
    window.frames_ = [];
    const tick = (at) => { window.frames_.push(at); window.request_ = requestAnimationFrame(tick); };
    window.request_ = requestAnimationFrame(tick);
  });
  await page.keyboard.down("Shift");
  await page.mouse.move(box.x + box.width * 0.5, y);
  await page.mouse.down();
  for (let i = 0; i < 120; i++) await page.mouse.move(box.x + box.width * (0.5 + 0.4 * Math.sin(i / 12)), y);
  await page.mouse.up();
  await page.keyboard.up("Shift");
  return page.evaluate(() => {
    cancelAnimationFrame(window.request_);
    const gaps = window.frames_.slice(1).map((at, index) => at - window.frames_[index]).sort((a, b) => a - b);
    return { frames: gaps.length, perSecond: Math.round(1000 / (gaps.reduce((a, b) => a + b, 0) / gaps.length)), median: gaps[gaps.length >> 1], longest: Math.round(gaps.at(-1)), over20ms: gaps.filter((gap) => gap > 20).length, zoom: location.search };
  });
}

for (let run = 0; run < Number(options.runs); run++) {
  const { page, ...figures } = await load(run > 0 && run === Number(options.runs) - 1);
  console.log(JSON.stringify(figures));
  if (run === Number(options.runs) - 1) console.log("panning", JSON.stringify(await pan(page)));
  await page.close();
}
await browser.close();
