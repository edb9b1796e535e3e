import { render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { PageBoundary } from "./PageBoundary";

function Page({ fails }: { fails: boolean }) {
  if (fails) throw new Error("Failed to fetch dynamically imported module");
  return <p>Jobs</p>;
}

it("shows why a page cannot be shown, and the next page", () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const { rerender } = render(<PageBoundary page="/jobs/1"><Page fails /></PageBoundary>);
  expect(screen.getByRole("alert").textContent).toContain("dynamically imported module");
  expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();

  rerender(<PageBoundary page="/jobs"><Page fails={false} /></PageBoundary>);
  expect(screen.getByText("Jobs")).toBeTruthy();
});
