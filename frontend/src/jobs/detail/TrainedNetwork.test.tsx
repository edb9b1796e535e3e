import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { aJob, aDataset, me } from "../../test/factories";
import { open } from "../../test/render";
import { FakeServer, page, problem } from "../../test/server";
import { cellsOf } from "../evaluation/confusion";
import { decidedAt } from "../predictions/predictions";

const head = {
  accuracy: 0.7,
  precision: [0.8, null],
  recall: [0.9, 0.4],
  confusion: [[18, 2], [6, 4]],
  mistakes: [{ index: 5, label: 0, predicted: 1, probability: 0.97 }, { index: 8, label: 1, predicted: 0, probability: 0.6 }],
};
const job = aJob.succeeded({ spec: { ...aJob.succeeded().spec, dataset: "pets@2" } });
const answer = (...pairs: [string, number][]) => pairs.map(([name, probability]) => ({ class: name, probability }));

function serve(): FakeServer {
  return new FakeServer({
    "GET /me": () => me,
    "GET /jobs/job_1": () => job,
    "GET /jobs/job_1/metrics": () => ({ data: [], lastStep: 0 }),
    "GET /jobs/job_1/checkpoints": () => page(),
    "GET /jobs/job_1/exports": () => page(),
    "GET /datasets/pets%402": () => aDataset.ready(),
    "GET /jobs/job_1/evaluation": () => ({ classes: ["cat", "dog"], classifier: head, modules: [{ module: 1, ...head, accuracy: 0.5, mistakes: [] }, { module: 2, ...head }] }),
  });
}

describe("Evaluation", () => {
  it("shows the mistakes of a cell as pictures", async () => {
    serve();
    const { user } = open("/jobs/job_1?tab=evaluation");

    await user.click(await screen.findByRole("button", { name: "cat predicted as dog: 2" }));

    const mistakes = within(screen.getByRole("list", { name: "Mistakes of this pair" }));
    expect(mistakes.getByRole("img", { name: "Test picture 5: cat" }).getAttribute("src")).toContain("/datasets/pets%402/samples/test/5");
    expect(mistakes.queryByRole("img", { name: /picture 8/ })).toBeNull();
  });

  it("moves between the cells by arrow keys, and shows the metrics of each head", async () => {
    serve();
    const { user } = open("/jobs/job_1?tab=evaluation");
    (await screen.findByRole("button", { name: "cat predicted as cat: 18" })).focus();

    await user.keyboard("{ArrowDown}{ArrowRight}");
    expect(document.activeElement?.getAttribute("aria-label")).toBe("dog predicted as dog: 4");
    expect(within(screen.getByRole("row", { name: /^dog – 40\.0/ })).getByText("10")).toBeTruthy();
    await user.selectOptions(screen.getByLabelText("Answers of"), "1");

    expect(screen.getByText("There are none.")).toBeTruthy();
  });

  it("says why there is none", async () => {
    serve().on({ "GET /jobs/job_1/evaluation": () => problem(404, { detail: "An older version trained this network." }) });

    open("/jobs/job_1?tab=evaluation");

    expect(await screen.findByText("An older version trained this network.")).toBeTruthy();
  });

  it("reads a sparse matrix", () => {
    expect(cellsOf({ sparse: [[7, 7, 3], [7, 900, 1]] })).toEqual([
      { label: 7, predicted: 7, count: 3, fraction: 0.75 }, { label: 7, predicted: 900, count: 1, fraction: 0.25 },
    ]);
  });
});

it("exports the network up to a module, and shows how Python loads it", async () => {
  const server = serve();
  const made = { format: "onnx", upTo: 2, name: "a.onnx", bytes: 2048, sha256: "5c1b", maxDifference: 2e-6, links: { content: "/api/v1/jobs/job_1/files/a.onnx" } };
  server.on({ "POST /jobs/job_1/exports": () => made });
  const { user } = open("/jobs/job_1?tab=exports");

  await user.selectOptions(await screen.findByLabelText("Up to"), "2");
  await user.click(screen.getByRole("button", { name: "Export ONNX" }));

  expect((await screen.findByLabelText("Python for a.onnx")).textContent).toContain('onnxruntime.InferenceSession("a.onnx")');
  expect(server.requestsTo("POST /jobs/job_1/exports")[0]?.body).toEqual({ format: "onnx", upTo: 2 });
  expect(screen.getByRole("link", { name: /Download/ }).getAttribute("href")).toBe("/api/v1/jobs/job_1/files/a.onnx");
});

describe("Try it", () => {
  const prediction = {
    classes: answer(["cat", 0.9], ["dog", 0.1]),
    modules: [1, 2, 3].map((module) => ({ module, classes: module === 1 ? answer(["dog", 0.7], ["cat", 0.3]) : answer(["cat", 0.8], ["dog", 0.2]) })),
  };

  it("asks about a test picture and says where the decision is made", async () => {
    const server = serve();
    server.on({ "POST /jobs/job_1/predictions": () => prediction });
    const { user } = open("/jobs/job_1?tab=try");

    await user.type(await screen.findByLabelText("or test picture number"), "12{Enter}");

    expect(await screen.findByText("From module 2 on, all modules say cat.")).toBeTruthy();
    expect(server.requestsTo("POST /jobs/job_1/predictions")[0]?.body).toEqual({ dataset: "pets@2", split: "test", index: 12 });
  });

  it("sends a picture of one's own as it is, and refuses other files", async () => {
    const server = serve();
    server.on({ "POST /jobs/job_1/predictions": () => prediction });
    const { user } = open("/jobs/job_1?tab=try");
    const input = await screen.findByLabelText("Choose a picture");

    await user.upload(input, new File(["x"], "cat.png", { type: "image/png" }));

    expect(await screen.findByRole("heading", { name: "cat" })).toBeTruthy();
    expect(server.requestsTo("POST /jobs/job_1/predictions")[0]?.headers.get("Content-Type")).toBe("image/png");
  });

  it("finds the first module from which on all agree", () => {
    expect(decidedAt(prediction)).toBe(2);
    expect(decidedAt({ classes: prediction.classes, modules: [{ module: 1, classes: answer(["dog", 1]) }] })).toBeUndefined();
  });
});

it("shows an import with its log and a link to its data set, and no curves", async () => {
  const server = serve();
  server.on({ "GET /jobs/job_1": () => aJob.importing(), "GET /jobs/job_1/logs": () => page() });

  open("/jobs/job_1");

  expect((await screen.findByRole("link", { name: "pets@2" })).getAttribute("href")).toBe("/datasets/pets%402");
  expect(screen.getByText("40 of 120 pictures")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Pause" })).toBeNull();
  expect(server.requestsTo("GET /jobs/job_1/metrics")).toHaveLength(0);
});
