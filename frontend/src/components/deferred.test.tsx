import { render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { deferred } from "./deferred";
import { PageBoundary } from "./PageBoundary";

const Greeting = ({ name }: { name: string }) => <p>Hello {name}</p>;

test("stands in for a component until its code is there, which is loaded once", async () => {
  const load = vi.fn(() => Promise.resolve(Greeting));
  const Late = deferred(load, <p>Loading</p>);

  const first = render(<Late name="Ada" />);
  screen.getByText("Loading");
  await screen.findByText("Hello Ada");
  first.unmount();

  render(<Late name="Alan" />);
  screen.getByText("Hello Alan");
  expect(load).toHaveBeenCalledOnce();
});

test("needs no second rendering if the code was loaded before", async () => {
  const Late = deferred(() => Promise.resolve(Greeting), <p>Loading</p>);
  await Late.load();

  render(<Late name="Ada" />);

  screen.getByText("Hello Ada");
});

test("leaves a failure to the boundary of the page", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const Late = deferred<object>(() => Promise.reject(new TypeError("Failed to fetch dynamically imported module")));

  render(<PageBoundary page="/jobs"><Late /></PageBoundary>);

  await screen.findByRole("button", { name: "Try again" });
});
