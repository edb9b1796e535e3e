import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { OverlayChart } from "./OverlayChart";

it("draws the range of a line behind it, and tells it beside the value", () => {
  render(
    <OverlayChart
      title="Accuracy" x="epoch" unit="percent" emptyText=""
      lines={[{ label: "a", points: [[1, 0.5], [2, 0.75]], band: [[1, 0.25, 0.75], [2, 0.5, 1]] }, { label: "b", points: [[1, 0.5]], band: [] }]}
    />,
  );

  const chart = screen.getByRole("img");
  expect(chart.getAttribute("aria-label")).toBe("Accuracy: a 75.00 % (50.00 % to 100.00 %), b 50.00 %");
  const areas = chart.querySelectorAll(".overlay-band");
  expect(areas).toHaveLength(1);
  expect(areas[0]?.getAttribute("d")).toMatch(/^M.*L.*L.*L.*Z$/);
});
