import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach, vi } from "vitest";

// What jsdom leaves out and the dashboard asks for.
HTMLCanvasElement.prototype.getContext = () => null;
HTMLDialogElement.prototype.showModal = function () {
  this.open = true;
};
window.scrollTo = () => undefined;

// A bound on waiting, generous because machines that build are often busy.
configure({ asyncUtilTimeout: 5000 });

beforeEach(() => {
  vi.stubGlobal("matchMedia", (media: string) => Object.assign(new EventTarget(), { matches: false, media }));
  localStorage.clear();
});

afterEach(() => {
  cleanup();
});
