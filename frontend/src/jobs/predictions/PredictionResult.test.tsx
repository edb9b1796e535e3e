import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { PredictionResult } from "./PredictionResult";
import type { Prediction } from "./predictions";

const classes = (best: string) => [
  { class: best, probability: 0.75 },
  { class: best === "cat" ? "dog" : "cat", probability: 0.25 },
];

function prediction(...answers: string[]): Prediction {
  return { classes: classes("cat"), modules: answers.map((best, index) => ({ module: index + 1, classes: classes(best) })) };
}

describe("the sentence that says where the decision is made", () => {
  it.each([
    [["cat", "cat", "cat"], "The first module already says cat, and all later ones agree."],
    [["dog", "cat", "cat"], "From module 2 on, all modules say cat."],
    [["cat", "dog", "cat"], "Only the last module says cat; module 2 says dog."],
    [["dog", "cat", "dog"], "The head of the last module does not say cat; only the classifier does."],
  ])("names the module for %j", (answers, sentence) => {
    render(<PredictionResult prediction={prediction(...answers)} />);

    expect(screen.getAllByText(sentence)).toHaveLength(1);
  });

  it("is left out for a network of one module", () => {
    render(<PredictionResult prediction={prediction("cat")} />);

    expect(screen.queryByText(/module/i)).toBeNull();
    expect(screen.getAllByRole("heading")).toHaveLength(1);
  });
});
