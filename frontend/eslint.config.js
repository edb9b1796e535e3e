import hooks from "eslint-plugin-react-hooks";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const features = ["accounts", "catalog", "checkpoints", "datasets", "jobs", "metrics", "workers"];

/** The folders inside jobs, each with those it may import. Files directly in jobs are shared by all and import none. */
const jobFolders = {
  evaluation: [],
  events: [],
  exports: [],
  log: [],
  predictions: [],
  result: [],
  submit: [],
  actions: ["submit"],
  list: ["submit"],
  stream: ["events", "log"],
  detail: ["actions", "evaluation", "events", "exports", "log", "predictions", "result", "stream", "submit"],
};

function restrictImports(files, groups) {
  return {
    files: files.map((path) => `src/${path}`),
    ignores: ["**/*.test.*"],
    rules: { "no-restricted-imports": ["error", { patterns: groups.map((group) => ({ group })) }] },
  };
}

/** Shared code imports no feature. Features import shared code only, except jobs, whose pages show other features. */
function featureArrows(folder, forbidden) {
  return restrictImports(
    [`${folder}/**/*.{ts,tsx}`],
    forbidden.map((other) => [`../${other}/**`, `**/src/${other}/**`]),
  );
}

function jobArrows(folder, allowed) {
  const forbidden = Object.keys(jobFolders).filter((other) => other !== folder && !allowed.includes(other));
  return restrictImports(
    [`jobs/${folder}/**/*.{ts,tsx}`],
    forbidden.map((other) => [`../${other}/**`, `**/jobs/${other}/**`]),
  );
}

export default defineConfig(
  globalIgnores(["dist", "node_modules"]),
  {
    files: ["src/**/*.{ts,tsx}", "vite.config.ts"],
    extends: [tseslint.configs.strictTypeChecked, hooks.configs.flat.recommended],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "max-lines": ["error", 150],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  { files: ["src/**/*.test.*", "src/test/**"], rules: { "max-lines": ["error", 300] } },
  featureArrows("api", features.concat("components")),
  featureArrows("components", features),
  ...features
    .filter((feature) => feature !== "jobs")
    .map((feature) => featureArrows(feature, features.filter((other) => other !== feature))),
  restrictImports(["jobs/*.{ts,tsx}"], Object.keys(jobFolders).map((folder) => [`./${folder}/**`, `**/jobs/${folder}/**`])),
  ...Object.entries(jobFolders).map(([folder, allowed]) => jobArrows(folder, allowed)),
);
