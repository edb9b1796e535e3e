import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { firstLoad } from "./dev/first-load.ts";
import { lateStart } from "./dev/late-start.ts";

// The API server during development: a real one, or dev/fixture-server.mjs.
const server = process.env["ISOGRAD_URL"] ?? "http://localhost:8080";
const proxy = { "/api": server, "^/sign-in\\?token=": server };

export default defineConfig({
  plugins: [react(), firstLoad(), lateStart()],
  server: { proxy },
  preview: { proxy },
  // Inlined assets would need `data:` in the content security policy.
  build: {
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What several pages use comes as one file: each of many small ones waits for its turn. Styles of pages must come after the general ones.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "shared", test: /[\\/]src[\\/].*\.tsx?$/, minShareCount: 5 }] } } },
  },
  test: {
    environment: "jsdom",
    setupFiles: "src/test/setup.ts",
    testTimeout: 30_000,
    restoreMocks: true,
    unstubGlobals: true,
  },
});
