import { expect, it } from "vitest";
import { plainText } from "./ansi";

it.each([
  ["\u001b[31merror\u001b[0m: no", "error: no"],
  ["\u001b]8;;https://a.example\u0007link\u001b]8;;\u0007", "link"],
  ["10 %\r50 %\r100 %\r", "100 %"],
  ["a\tb \u001b[2K\u001b[1Gc\u0000", "a\tb c"],
  ["[31m is not a command <b>", "[31m is not a command <b>"],
])("reduces %j to the text that a terminal would show", (line, shown) => {
  expect(plainText(line)).toBe(shown);
});
