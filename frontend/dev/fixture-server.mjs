// Development fixture: serves the API with simulated jobs, so that the dashboard runs without a real server.
//   node dev/fixture-server.mjs [--port 8099] [--scenario empty|busy] [--steps-per-second 8]
//   ISOGRAD_URL=http://localhost:8099 npm run dev      then open http://localhost:5173/sign-in?token=fixture
// It also serves dist/ with the content security policy of the real server. API key: isg_fixture
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { parseArgs } from "node:util";
import { move, newJob, succeed, trainTo } from "./fixture-jobs.mjs";
import { checkpointsOf } from "./fixture-job-page.mjs";
import { metricsOf } from "./fixture-metrics.mjs";
import { FixtureData } from "./fixture-datasets.mjs";
import { evaluation, newExport, prediction } from "./fixture-results.mjs";
import { scenario } from "./fixture-scenarios.mjs";
import { edit, facets, listed } from "./fixture-lists.mjs";
import { comparedJobs, comparisonRoutes } from "./fixture-comparisons.mjs";
import { operations } from "./fixture-operations.mjs";
import { FixturePeople } from "./fixture-people.mjs";
import { FixtureWebhooks } from "./fixture-webhooks.mjs";
import { plan } from "./fixture-plans.mjs";

const { values: options } = parseArgs({
  options: {
    port: { type: "string", default: "8099" },
    scenario: { type: "string", default: "busy" },
    "steps-per-second": { type: "string", default: "8" },
  },
});
const here = import.meta.dirname;
const catalog = JSON.parse(readFileSync(join(here, "../src/test/catalog.json"), "utf8"));
const pace = Number(options["steps-per-second"]);
let shownScenario = options.scenario;
const start = (name) => [...scenario((shownScenario = name)), ...comparedJobs(name)];
let jobs = start(options.scenario);

setInterval(() => {
  data.tick();
  const trainings = jobs.filter((job) => job.kind !== "import");
  const running = trainings.find((job) => job.state === "RUNNING" && !job.frozen);
  const queued = trainings.findLast((job) => job.state === "QUEUED");
  jobs.filter((job) => job.state === "CANCELLING").forEach((job) => {
    move(job, "CANCELLED", { reason: { code: "USER_CANCEL", message: "Cancelled by admin", retryable: false } });
  });
  if (!running && queued) move(queued, "RUNNING", { message: "claimed by worker-1" });
  if (!running) return;
  const steps = running.spec.epochs * 79;
  const step = Math.min(steps, (running.progress?.step ?? 0) + Math.ceil(pace / 2));
  trainTo(running, step, Date.now(), Math.round((steps - step) / pace));
  if (step === steps) succeed(running);
}, 500);

const sessions = new Set();
const token = (request) => /(?:^|; )session=([^;]+)/.exec(request.headers.cookie ?? "")?.[1];
const shown = ({ events, log, metrics, exports, checkpoints, frozen, ...job }) => job;
const page = (data, limit) => ({ data: data.slice(0, limit), hasMore: data.length > limit, next: data.length > limit ? data[limit - 1].id : null });

class HttpError extends Error {
  constructor(status, detail, errors) {
    super(detail);
    this.body = { type: "about:blank", title: status === 401 ? "Not signed in" : status === 404 ? "Not found" : "Invalid request", status, detail, code: "FIXTURE", errors, requestId: "req_01fixture" };
  }
}

const data = new FixtureData(options.scenario, HttpError);
let people = new FixturePeople(options.scenario);
const webhooks = new FixtureWebhooks(options.scenario, HttpError);

function submit(body) {
  const errors = [];
  const { depth, type } = body.spec?.network ?? {};
  if (type === "resnet" && depth % 6 !== 2) errors.push({ pointer: "/spec/network/depth", detail: `must be 6n+2, such as 14 or 20; got ${depth}` });
  if (!data.datasets.some(({ name }) => name === body.spec?.dataset?.split("@")[0])) errors.push({ pointer: "/spec/dataset", detail: "is not a known dataset" });
  if (errors.length > 0) throw new HttpError(400, `${errors.length} fields of the spec are invalid.`, errors);
  const job = newJob(body);
  jobs.unshift(job);
  return shown(job);
}

function find(id) {
  const job = jobs.find((candidate) => candidate.id === id);
  if (!job) throw new HttpError(404, `No job ${id} in this project.`);
  return job;
}

function work() {
  const running = jobs.filter((job) => job.state === "RUNNING");
  return { slotsInUse: running.length, running: running.map(({ id, name, state, attempt, slots, startedAt }) => ({ id, name, state, attempt, slots, startedAt })) };
}

const routes = [
  ...FixturePeople.routes(page, () => people),
  ["GET", /^\/me$/, () => ({ account: { id: "acc_1", name: "admin" }, project: { id: "prj_1", name: "default" }, authentication: "session", role: "admin", scopes: ["read", "submit", "admin"], administrator: true, issuer: "https://login.example.org/realms/lab" })],
  ["GET", /^\/projects$/, () => page([{ id: "prj_1", name: "default", role: "admin", slots: 4, bytes: 50 * 2 ** 30 }, { id: "prj_2", name: "vision", role: "member", slots: null, bytes: null }], 200)],
  ["GET", /^\/projects\/prj_1\/retention$/, () => ({ jobDays: null, networkDays: null, exportDays: 90, checkpointDays: 90, metricDays: null, logDays: 365 })],
  ["PUT", /^\/session\/project$/, () => ({})],
  ["GET", /^\/catalog$/, () => catalog],
  ["GET", /^\/datasets$/, (_, query) => page(data.datasets.filter(({ name }) => name === (query.get("name") ?? name)), 200)],
  ["POST", /^\/datasets$/, (_, __, body) => data.create(body)],
  ["GET", /^\/datasets\/([^/]+)$/, ([id]) => data.find(id)],
  ["DELETE", /^\/datasets\/([^/]+)$/, ([id]) => data.remove(id)],
  ["GET", /^\/datasets\/([^/]+)\/samples$/, ([id], query) => data.samples(id, query)],
  ["GET", /^\/datasets\/([^/]+)\/samples\/\w+\/(\d+)$/, ([id, index]) => data.picture(id, index)],
  ["POST", /^\/uploads$/, (_, __, body) => data.upload(body)],
  ["GET", /^\/uploads\/([^/]+)$/, ([id]) => data.findUpload(id)],
  ["PUT", /^\/uploads\/([^/]+)\/parts\/(\d+)$/, ([id, part]) => data.part(id, part)],
  ["POST", /^\/uploads\/([^/]+)\/complete$/, ([id]) => data.complete(id)],
  ["DELETE", /^\/uploads\/([^/]+)$/, ([id]) => { data.uploads.delete(id); }],
  ["GET", /^\/jobs\/([^/]+)\/evaluation$/, ([id]) => evaluation(find(id), data.find(find(id).spec.dataset))],
  ["POST", /^\/jobs\/([^/]+)\/predictions$/, ([id], _, body) => prediction(find(id), data.find(find(id).spec.dataset), body?.index ?? 17)],
  ["GET", /^\/jobs\/([^/]+)\/exports$/, ([id]) => page(find(id).exports ?? [], 200)],
  ["POST", /^\/jobs\/([^/]+)\/exports$/, ([id], _, body) => {
    const job = find(id);
    const made = newExport(job, body);
    job.exports = [made, ...(job.exports ?? []).filter(({ name }) => name !== made.name)];
    return made;
  }],
  ...comparisonRoutes(() => shownScenario, page, HttpError),
  ["GET", /^\/admin\/operations$/, (_, query) => operations(query.get("window"), shownScenario)],
  ...webhooks.routes(page),
  ["GET", /^\/workers$/, () => page([{ id: "w_1", name: "worker-1", device: "cpu", slots: 1, ...work(), othersRunning: 0, devices: [{ id: "cpu", kind: "cpu", name: "Made-up CPU", slots: 1, totalBytes: 16 * 2 ** 30, usedBytes: 2 ** 30, utilization: 0.4, temperature: null, state: "free", reason: null }], version: "0.1.0", stale: false, startedAt: new Date(Date.now() - 5e6).toISOString(), lastSeenAt: new Date().toISOString() }], 20)],
  ["GET", /^\/jobs$/, (_, query) => page(listed(jobs, query).map(shown), Number(query.get("limit") ?? 20))],
  ["GET", /^\/jobs\/facets$/, () => facets(jobs)],
  ["PATCH", /^\/jobs\/([^/]+)$/, ([id], _, body) => { edit(find(id), body); return shown(find(id)); }],
  ["DELETE", /^\/jobs\/([^/]+)$/, ([id]) => { Object.assign(find(id), { deletedAt: new Date().toISOString(), restorableUntil: new Date(Date.now() + 7 * 86_400_000).toISOString() }); }],
  ["POST", /^\/jobs\/([^/]+)\/restore$/, ([id]) => { delete find(id).deletedAt; return shown(find(id)); }],
  ["POST", /^\/jobs$/, (_, __, body) => submit(body)],
  ["POST", /^\/plans$/, (_, __, body) => plan(body, HttpError)],
  ["GET", /^\/jobs\/([^/]+)$/, ([id]) => shown(find(id))],
  ["POST", /^\/jobs\/([^/]+)\/cancel$/, ([id]) => { move(find(id), "CANCELLING", { message: "asked by admin" }); return shown(find(id)); }],
  ["GET", /^\/jobs\/([^/]+)\/metrics$/, ([id], query) => metricsOf(find(id), query)],
  ["GET", /^\/jobs\/([^/]+)\/logs$/, ([id], query) => page(find(id).log.filter((line) => line.line > Number(query.get("after") ?? 0) && line.text.includes(query.get("contains") ?? "")), Number(query.get("limit") ?? 200))],
  ["GET", /^\/jobs\/([^/]+)\/checkpoints$/, ([id]) => page(checkpointsOf(find(id)), 200)],
  ["GET", /^\/jobs\/([^/]+)\/events$/, ([id]) => page(find(id).events, 200)],
  ["GET", /^\/jobs\/([^/]+)\/result$/, ([id]) => ({ job: id, result: find(id).result, files: ["weights.safetensors", "manifest.json"].map((name, index) => ({ name, bytes: index === 0 ? 311_824 : 1204, sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", href: `/api/v1/jobs/${id}/files/${name}` })) })],
  ["GET", /^\/jobs\/([^/]+)\/files\/([^/]+)$/, ([id, name]) => ({ note: `Simulated content of ${name} of ${id}` })],
];

function api(request, path, query, body) {
  if (!sessions.has(token(request))) throw new HttpError(401, "Sign in, or send an API key.");
  for (const [method, pattern, route] of routes) {
    const match = pattern.exec(path);
    if (match && method === request.method) return route(match.slice(1), query, body);
  }
  throw new HttpError(404, `The fixture has no ${request.method} ${path}.`);
}

function session(request, response, key) {
  if (key !== "isg_fixture") throw new HttpError(401, "Unknown key.");
  const name = Math.random().toString(36).slice(2);
  sessions.add(name);
  response.setHeader("Set-Cookie", [`session=${name}; HttpOnly; SameSite=Lax; Path=/`, "XSRF-TOKEN=fixture; Path=/"]);
}

const kinds = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

function file(path, response) {
  const wanted = normalize(path);
  const name = extname(wanted) === "" ? "/index.html" : wanted;
  response.setHeader("Content-Type", kinds[extname(name)] ?? "application/octet-stream");
  const content = readFileSync(join(here, "../dist", name));
  const inline = (element) => Array.from(content.toString().matchAll(new RegExp(`<${element}>(.*?)</${element}>`, "gs")), ([, text]) => ` 'sha256-${createHash("sha256").update(text).digest("base64")}'`).join("");
  response.setHeader("Content-Security-Policy", `default-src 'self'; script-src 'self'${inline("script")}; style-src 'self'${inline("style")}; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'`);
  response.end(content);
}

async function handle(request, response) {
  const address = new URL(request.url, "http://localhost");
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const isJson = /^application\/(merge-patch\+)?json/.test(request.headers["content-type"] ?? "");
  const body = isJson ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
  const path = address.pathname.replace(/^\/api\/v1/, "");
  if (address.pathname === "/fixture/scenario") {
    jobs = start(address.searchParams.get("name"));
    people = new FixturePeople(address.searchParams.get("name"));
    Object.assign(data, new FixtureData(address.searchParams.get("name"), HttpError));
    Object.assign(webhooks, new FixtureWebhooks(address.searchParams.get("name"), HttpError));
    return response.end();
  }
  if (!address.pathname.startsWith("/api/")) return file(address.pathname, response);
  if (path === "/session") {
    if (request.method === "DELETE") sessions.delete(token(request));
    else session(request, response, body.key ?? `isg_${body.token}`);
    return response.writeHead(204).end();
  }
  if (path === "/oidc") return response.setHeader("Content-Type", "application/json").end(JSON.stringify({ provider: { name: "Example", signIn: "/sign-in" } }));
  const answer = await api(request, path, address.searchParams, body);
  response.setHeader("Content-Type", Buffer.isBuffer(answer) ? "image/png" : "application/json");
  return response.end(Buffer.isBuffer(answer) ? answer : JSON.stringify(answer ?? null));
}

createServer((request, response) => {
  handle(request, response).catch((error) => {
    const body = error.body ?? { title: "Broken fixture", status: error.code === "ENOENT" ? 404 : 500, detail: String(error), requestId: "req_01fixture" };
    response.writeHead(body.status, { "Content-Type": "application/problem+json" }).end(JSON.stringify(body));
  });
}).listen(Number(options.port), () => {
  console.log(`Fixture at http://localhost:${options.port}/sign-in?token=fixture`);
});
