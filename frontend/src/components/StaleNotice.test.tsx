import { act, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { StaleNotice } from "./StaleNotice";

afterEach(() => { vi.useRealTimers(); });

it("marks what was not heard of for 30 seconds, and only where news should come", () => {
  vi.useFakeTimers();
  const updatedAt = Date.now();
  render(<StaleNotice error={null} updatedAt={updatedAt} expectsUpdates />);

  act(() => { vi.advanceTimersByTime(30_000); });
  expect(screen.queryByRole("status")).toBeNull();
  act(() => { vi.advanceTimersByTime(1000); });
  expect(screen.getByRole("status").textContent).toMatch(/Stale Nothing was heard for more than 30 seconds/);
});

it("stays silent where nothing is expected", () => {
  render(<StaleNotice error={null} updatedAt={0} />);

  expect(screen.queryByRole("status")).toBeNull();
});

it("marks what could not be refreshed at once", () => {
  render(<StaleNotice error={new Error("The server does not answer.")} updatedAt={Date.now()} />);

  expect(screen.getByRole("status").textContent).toContain("The server does not answer.");
});
