import hooks from "eslint-plugin-react-hooks";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const features = ["accounts", "catalog", "checkpoints", "datasets", "jobs", "metrics", "workers"];

/** Shared code knows no feature; features know shared code only; jobs, whose pages show the others, may import them. */
function arrows(folder, forbidden) {
  return {
    files: [`src/${folder}/**/*.{ts,tsx}`],
    ignores: ["**/*.test.*"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: forbidden.map((other) => ({ group: [`../${other}/*`, `**/src/${other}/*`] })) },
      ],
    },
  };
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
  arrows("api", features.concat("components")),
  arrows("components", features),
  ...features
    .filter((feature) => feature !== "jobs")
    .map((feature) => arrows(feature, features.filter((other) => other !== feature))),
);
