// Installs the packages in package-lock.json, unless they are already installed. This saves seconds at every start.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const required = readFileSync("package-lock.json", "utf8");
const installed = "node_modules/.installed-lock.json";

if (!existsSync(installed) || readFileSync(installed, "utf8") !== required) {
  const { status } = spawnSync("npm ci --no-audit --no-fund --prefer-offline", { shell: true, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(installed, required);
}
