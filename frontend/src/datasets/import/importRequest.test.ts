import { describe, expect, it } from "vitest";
import { chooseFolder } from "./chosenFiles";
import { draftOf, emptyDraft, problemsOf, requestOf, suggestedName } from "./importRequest";

describe("suggestedName", () => {
  it.each([
    ["My Pets.tar.gz", "my-pets"],
    ["/data/photos/Käfer 2024/", "kafer-2024"],
    ["https://example.org/sets/cifar10.zip", "cifar10"],
    ["写真.zip", ""],
  ])("makes of %s the name %s", (file, name) => {
    expect(suggestedName(file)).toBe(name);
  });
});

describe("ImportDraft", () => {
  it("leaves what was not chosen to the server", () => {
    expect(requestOf({ ...emptyDraft, name: "pets" })).toEqual({ name: "pets", fit: "crop" });
  });

  it("sends what was chosen, and can be read back", () => {
    const draft = { ...emptyDraft, name: "pets", height: "32", width: "48", channels: "3", testFraction: "0.1", onBadFile: "fail", seed: "7", format: "npz" };

    expect(requestOf(draft)).toEqual({ name: "pets", format: "npz", size: [32, 48], fit: "crop", channels: 3, testFraction: 0.1, onBadFile: "fail", seed: 7 });
    expect(draftOf(requestOf(draft))).toEqual(draft);
  });

  it("names all fields that are wrong", () => {
    const draft = { ...emptyDraft, name: "My pets", height: "32", testFraction: "2", seed: "-1" };

    expect(problemsOf(draft).map(({ pointer }) => pointer)).toEqual(["/name", "/size", "/testFraction", "/seed"]);
  });
});

describe("chooseFolder", () => {
  it("leaves out the folder's own name and what systems put there", () => {
    const files = ["pets/train/cat/1.jpg", "pets/.DS_Store", "pets/train/cat/Thumbs.db"].map((path) => ({ path, file: new File(["x"], "x") }));

    const choice = chooseFolder(files);

    expect(choice).toMatchObject({ isFolder: true, description: "pets, 1 file", content: { fileName: "pets.tar" } });
    expect(chooseFolder([])).toBeUndefined();
  });
});
