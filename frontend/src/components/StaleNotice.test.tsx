import { act, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { StaleNotice } from "./StaleNotice";

afterEach(() => { vi.useRealTimers(); });

it("marks data without updates for 30 seconds if updates are expected", () => {
  vi.useFakeTimers();
  const updatedAt = Date.now();
  render(<StaleNotice error={null} updatedAt={updatedAt} expectsUpdates />);

  act(() => { vi.advanceTimersByTime(30_000); });
  expect(screen.queryByRole("status")).toBeNull();
  act(() => { vi.advanceTimersByTime(1000); });
  expect(screen.getByRole("status").textContent).toMatch(/Stale No updates for more than 30 seconds/);
});

it("shows nothing if no updates are expected", () => {
  render(<StaleNotice error={null} updatedAt={0} />);

  expect(screen.queryByRole("status")).toBeNull();
});

it("marks data immediately if a refresh fails", () => {
  render(<StaleNotice error={new Error("Cannot reach the server.")} updatedAt={Date.now()} />);

  expect(screen.getByRole("status").textContent).toContain("Cannot reach the server.");
});
