import { expect, it } from "vitest";
import { ofThisService } from "./checkpoints";

it("downloads from the address of the page, unless an object store has the file", () => {
  expect(ofThisService("http://localhost:8080/api/v1/checkpoints/ckpt_1/content?expires=1")).toBe("/api/v1/checkpoints/ckpt_1/content?expires=1");
  expect(ofThisService("/api/v1/checkpoints/ckpt_1/content")).toBe("/api/v1/checkpoints/ckpt_1/content");
  expect(ofThisService("https://store.example/bucket/key?signature=x")).toBe("https://store.example/bucket/key?signature=x");
});
