import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach, vi } from "vitest";

// Browser features that the dashboard uses and jsdom lacks.
HTMLCanvasElement.prototype.getContext = () => null;
HTMLDialogElement.prototype.showModal = function () {
  this.open = true;
};
window.scrollTo = () => undefined;
Element.prototype.scrollIntoView = () => undefined;
window.createImageBitmap = () => Promise.reject(new Error("jsdom decodes no pictures"));

// A generous limit, because build machines are often busy.
configure({ asyncUtilTimeout: 5000 });

beforeEach(() => {
  vi.stubGlobal("matchMedia", (media: string) => Object.assign(new EventTarget(), { matches: false, media }));
  localStorage.clear();
  sessionStorage.clear();
});

afterEach(() => {
  cleanup();
});

// jsdom has no layout, so it cannot scroll.
Element.prototype.scrollIntoView = () => undefined;
