// Webhooks of the fixture: made-up states, and the answers of the API to changes of them.
const ago = (seconds) => new Date(Date.now() - seconds * 1000).toISOString();
const secret = () => `whsec_${Buffer.from(`fixture secret ${Math.random()}`.padEnd(32)).toString("base64")}`;

const delivery = (number, fields) => ({
  id: `dlv_${number}`, webhook: "", event: `evt_${number}`, type: "job.succeeded", subject: "job_01", state: "DELIVERED", attempts: 1, createdAt: ago(600 * number), attemptedAt: ago(600 * number), nextAttemptAt: null, status: 200, millis: 84, answer: "ok", problem: null, ...fields,
});

const webhook = (number, fields) => ({
  id: `whk_${number}`, project: "prj_1", url: "https://ci.example.org/hooks/isograd", events: ["job.succeeded", "job.failed"], format: "standard", active: true, disabledReason: null, failingSince: null, previousSecretUntil: null, createdAt: ago(86_400 * number), ...fields,
});

/** Keeps the webhooks of one run of the fixture. */
export class FixtureWebhooks {
  constructor(scenario, HttpError) {
    this.HttpError = HttpError;
    this.webhooks = scenario === "empty" ? [] : [
      webhook(4, {}),
      webhook(3, { url: "https://hooks.slack.example/services/T0001/B0002/a-long-token-that-nobody-should-read-aloud-0123456789", format: "slack", events: ["job.failed", "comparison.finished"], failingSince: ago(5400) }),
      webhook(2, { url: "https://gone.example.com/", format: "text", active: false, disabledReason: "The receiver answered 410: it wants no more messages." }),
      webhook(1, { url: "https://a-host-with-a-very-long-name.of-a-department.of-a-university.example.edu:8443/x", events: ["job.succeeded", "job.failed", "job.cancelled", "job.running", "comparison.finished"], active: false }),
    ];
    this.deliveries = new Map([
      ["whk_4", [
        delivery(1, { state: "PENDING", attempts: 0, attemptedAt: null, nextAttemptAt: ago(-1), status: null, millis: null, answer: null }),
        delivery(2, { type: "job.failed", status: 200, millis: 1240, answer: "{\"queued\":true}" }),
        delivery(3, { attempts: 2 }),
        delivery(4, { type: "webhook.test", subject: null, state: "FAILED", status: null, millis: 15_000, answer: null, problem: "There was no complete answer within 15 s." }),
      ]],
      ["whk_3", [
        delivery(1, { type: "job.failed", state: "PENDING", attempts: 3, nextAttemptAt: ago(-1800), status: 503, answer: "<html><body>Service Unavailable</body></html>", problem: "The receiver answered 503." }),
        delivery(2, { type: "job.failed", state: "FAILED", attempts: 10, status: 500, answer: "", problem: "The receiver answered 500." }),
      ]],
    ]);
  }

  find(id) {
    const found = this.webhooks.find((candidate) => candidate.id === id);
    if (!found) throw new this.HttpError(404, "The project has no such webhook.");
    return found;
  }

  create(body) {
    if (/localhost|127\./.test(body.url)) throw new this.HttpError(400, "/url must lead to a public address.", [{ pointer: "/url", detail: "must lead to a public address" }]);
    const made = webhook(0, { ...body, id: `whk_${this.webhooks.length + 10}` });
    this.webhooks.unshift(made);
    return { ...made, secret: secret() };
  }

  edit(id, body) {
    return Object.assign(this.find(id), body, body.active ? { disabledReason: null, failingSince: null } : {});
  }

  rotate(id) {
    return { ...Object.assign(this.find(id), { previousSecretUntil: ago(-86_400) }), secret: secret() };
  }

  test(id) {
    const made = delivery(0, { id: `dlv_${Math.random()}`, type: "webhook.test", subject: null, webhook: this.find(id).id, ...(id === "whk_4" ? {} : { state: "FAILED", status: 503, answer: "Service Unavailable", problem: "The receiver answered 503." }) });
    this.deliveries.set(id, [made, ...(this.deliveries.get(id) ?? [])]);
    return made;
  }

  remove(id) {
    this.webhooks = this.webhooks.filter((candidate) => candidate !== this.find(id));
  }

  resend(id) {
    const found = [...this.deliveries.values()].flat().find((candidate) => candidate.id === id);
    return Object.assign(found, { state: "DELIVERED", attempts: found.attempts + 1, nextAttemptAt: null, status: 200, problem: null, answer: "ok" });
  }

  /** The routes of the API. */
  routes(page) {
    return [
      ["GET", /^\/webhooks$/, () => page(this.webhooks, 200)],
      ["POST", /^\/webhooks$/, (_, __, body) => this.create(body)],
      ["PATCH", /^\/webhooks\/([^/]+)$/, ([id], _, body) => this.edit(id, body)],
      ["DELETE", /^\/webhooks\/([^/]+)$/, ([id]) => { this.remove(id); }],
      ["POST", /^\/webhooks\/([^/]+)\/rotate-secret$/, ([id]) => this.rotate(id)],
      ["POST", /^\/webhooks\/([^/]+)\/test$/, ([id]) => this.test(id)],
      ["GET", /^\/webhooks\/([^/]+)\/deliveries$/, ([id]) => page(this.deliveries.get(id) ?? [], 20)],
      ["POST", /^\/deliveries\/([^/]+)\/resend$/, ([id]) => this.resend(id)],
    ];
  }
}
