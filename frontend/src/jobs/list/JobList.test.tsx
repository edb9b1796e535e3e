import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { aJob, me } from "../../test/factories";
import { open } from "../../test/render";
import { FakeServer, noContent, page, problem } from "../../test/server";
import type { Job } from "../jobs";

const facets = {
  rules: [{ value: "sgr", label: "sgr", count: 2 }],
  networks: [],
  datasets: [],
  labels: [{ value: "sweep=a:b", label: "sweep=a:b", count: 1 }],
  owners: [{ value: "acc_2", label: "Maria", count: 1 }],
};

const accurate = (id: string, testAccuracy: number, weight: number): Job =>
  aJob.succeeded({ id, name: id, result: { testAccuracy }, spec: { ...aJob.queued().spec, rule: { type: "sgr", weight } } });

function serve(...jobs: Job[]): FakeServer {
  return new FakeServer({ "GET /me": () => me, "GET /jobs/facets": () => facets, "GET /jobs": () => page(...jobs) });
}

const sent = (server: FakeServer) => server.requestsTo("GET /jobs").at(-1)?.query;

describe("the filters", () => {
  it("takes everything from the address", async () => {
    const server = serve();

    open("/jobs?q=k4+sgr&state=FAILED,PAUSED&label=a%3D1&label=b%3D2&owner=me&from=2026-11-01&to=2026-11-02&archived=true&sort=-seed");

    await screen.findByText("No matching jobs");
    const query = sent(server);
    expect(query?.get("q")).toBe("k4 sgr");
    expect(query?.get("state")).toBe("FAILED,PAUSED");
    expect(query?.getAll("label")).toEqual(["a=1", "b=2"]);
    expect([query?.get("owner"), query?.get("archived"), query?.get("sort")]).toEqual(["me", "true", "-seed"]);
    expect(query?.get("createdAfter")).toBe(new Date("2026-11-01T00:00").toISOString());
    expect(query?.get("createdBefore")).toBe(new Date("2026-11-03T00:00").toISOString());
    expect(screen.getByRole("button", { name: "Paused" }).getAttribute("aria-pressed")).toBe("true");
  });

  it("chooses values that jobs have, and Back takes the last choice back", async () => {
    const server = serve(aJob.queued());
    const { user, router } = open("/jobs");

    await user.click(await screen.findByRole("button", { name: /^sgr 2/ }));
    await user.click(screen.getByRole("button", { name: /^sweep=a:b/ }));
    await user.click(screen.getByRole("button", { name: /^Maria/ }));

    await waitFor(() => { expect(router.state.location.search).toBe("?rule=sgr&owner=acc_2&label=sweep%3Da%3Ab"); });
    await waitFor(() => { expect(sent(server)?.getAll("label")).toEqual(["sweep=a:b"]); });
    await router.navigate(-1);
    await waitFor(() => { expect(router.state.location.search).toBe("?rule=sgr&label=sweep%3Da%3Ab"); });
    await waitFor(() => { expect(screen.queryByRole("button", { name: /^Remove filter Owner/ })).toBeNull(); });
    await user.click(screen.getByRole("button", { name: "Remove filter Rule: sgr" }));
    await waitFor(() => { expect(router.state.location.search).toBe("?label=sweep%3Da%3Ab"); });
  });

  it("counts an age from now", async () => {
    const server = serve(aJob.queued());
    const { user } = open("/jobs");

    await user.click(await screen.findByRole("button", { name: "last 7 days" }));

    await waitFor(() => { expect(sent(server)?.has("createdAfter")).toBe(true); });
    const age = Date.now() - Date.parse(sent(server)?.get("createdAfter") ?? "");
    expect(age / 86_400_000).toBeCloseTo(7, 2);
  });
});

describe("the table", () => {
  it("sorts from the heads, the best first", async () => {
    const server = serve(aJob.queued());
    const { user, router } = open("/jobs?columns=accuracy,seed");

    await user.click(await screen.findByRole("button", { name: "Accuracy" }));
    await waitFor(() => { expect(sent(server)?.get("sort")).toBe("-testAccuracy"); });
    expect(screen.getByRole("columnheader", { name: /Accuracy/ }).getAttribute("aria-sort")).toBe("descending");
    await user.click(screen.getByRole("button", { name: /Accuracy/ }));

    await waitFor(() => { expect(router.state.location.search).toContain("sort=testAccuracy"); });
  });

  it("shows chosen columns", async () => {
    serve(accurate("one", 0.5, 0.25));
    const { user, router } = open("/jobs");

    await user.click(await screen.findByRole("checkbox", { name: "Rule weight" }));

    expect(within(await screen.findByRole("row", { name: /one/ })).getByText("0.25")).toBeTruthy();
    expect(router.state.location.search).toContain("weight");
  });

  it("groups by a setting, with mean and deviation", async () => {
    serve(accurate("a", 0.5, 0.1), accurate("b", 0.7, 0.1), accurate("c", 0.9, 0.2));
    const { user } = open("/jobs?group=weight&columns=accuracy");

    const group = await screen.findByRole("row", { name: /0\.1 2 jobs/ });
    expect(group.textContent).toMatch(/60\.0 %± 14\.1 %/);
    expect(screen.getByRole("row", { name: /0\.2 1 job/ }).textContent).not.toContain("±");
    expect(screen.queryByText("b")).toBeNull();
    await user.click(within(group).getByRole("button"));

    expect(screen.getByText("b")).toBeTruthy();
  });

  it("loads as many rows as the address says", async () => {
    const server = serve();
    server.on({
      "GET /jobs": ({ query }) => {
        const first = Number(query.get("after")?.slice(4) ?? 0);
        const data = Array.from({ length: 50 }, (_, index) => aJob.succeeded({ id: `job_${first + index + 1}`, name: `run ${first + index + 1}` }));
        return { data, hasMore: true, next: `job_${first + 50}` };
      },
    });

    open("/jobs?rows=100");

    await screen.findByText("run 100");
    expect(server.requestsTo("GET /jobs")).toHaveLength(2);
  });
});

describe("chosen jobs", () => {
  const ended = aJob.failed({ id: "job_1", name: "ended" });
  const active = aJob.running({ id: "job_2", name: "active" });

  it("are cancelled, as far as they are not over", async () => {
    const server = serve(ended, active);
    server.on({ "POST /jobs/job_2/cancel": () => active });
    const { user } = open("/jobs");
    await user.click(await screen.findByRole("checkbox", { name: "Select all" }));

    await user.click(screen.getByRole("button", { name: "Cancel 1" }));
    await user.click(screen.getByRole("button", { name: "Cancel 1 job" }));

    expect(await screen.findByText("Cancel: 1 of 1 done.")).toBeTruthy();
    expect(server.requestsTo("POST /jobs/job_2/cancel")).toHaveLength(1);
  });

  it("are labelled, and the refusals are shown with the job", async () => {
    const server = serve(ended, active);
    server.on({ "PATCH /jobs/job_1": () => ended, "PATCH /jobs/job_2": () => problem(400, { detail: "At most 32 labels." }) });
    const { user } = open("/jobs");
    await user.click(await screen.findByRole("checkbox", { name: "Select all" }));

    await user.click(screen.getByRole("button", { name: "Label…" }));
    await user.type(screen.getByRole("combobox", { name: "Label" }), "keep");
    await user.click(screen.getByRole("button", { name: "Set label" }));

    expect((await screen.findByText("Label: 1 of 2 done.")).parentElement?.textContent).toContain("active: At most 32 labels.");
    const request = server.requestsTo("PATCH /jobs/job_1")[0];
    expect(request?.body).toEqual({ labels: { keep: "" } });
    expect(request?.headers.get("If-Match")).toBe("*");
    expect(request?.headers.get("Content-Type")).toBe("application/merge-patch+json");
  });

  it("are archived, and deletions are undone", async () => {
    const server = serve(ended);
    server.on({ "PATCH /jobs/job_1": () => ended, "DELETE /jobs/job_1": () => noContent(), "POST /jobs/job_1/restore": () => ended });
    const { user } = open("/jobs");
    await user.click(await screen.findByRole("checkbox", { name: "Select ended" }));

    await user.click(screen.getByRole("button", { name: "Archive" }));
    await screen.findByText("Archive: 1 of 1 done.");
    await user.click(screen.getByRole("button", { name: "Delete" }));
    await user.click(screen.getByRole("button", { name: "Delete 1 job" }));
    await user.click(await screen.findByRole("button", { name: "Undo" }));

    expect(await screen.findByText("Restore: 1 of 1 done.")).toBeTruthy();
    expect(server.requestsTo("PATCH /jobs/job_1")[0]?.body).toEqual({ archived: true });
  });
});

it("keeps named views of the list", async () => {
  serve(aJob.queued());
  const { user, router } = open("/jobs?state=FAILED&group=rule&rows=100");

  await user.type(await screen.findByLabelText("Save this view as"), "Failures");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await router.navigate("/jobs");
  await user.click(await screen.findByRole("link", { name: "Failures" }));

  expect(router.state.location.search).toBe("?state=FAILED&group=rule");
  await user.click(screen.getByRole("button", { name: "Remove view Failures" }));
  expect(screen.queryByRole("link", { name: "Failures" })).toBeNull();
});
