// Signs in at a real identity provider (Keycloak) in a real browser:
//   node e2e/provider.mjs --url http://localhost:8080 --step away|cancel|login|again --project NAME --out DIR
// "away" presses the button while the provider does not run, "cancel" refuses the consent, "login" signs in and out, and
// "again" signs in while the provider remembers the person. Prints "done <step>"; exits with 1 if a page is not as expected.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launch, patience, sizes } from "./browser.mjs";

const { values: options } = parseArgs({
  options: {
    url: { type: "string" },
    "sign-in-link": { type: "string" },
    step: { type: "string" },
    project: { type: "string", default: "" },
    out: { type: "string", default: "target/screenshots" },
  },
});
mkdirSync(options.out, { recursive: true });
const browser = await launch();
let page;

async function pictures(name) {
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(options.out, `provider-${name}-${size}-${colorScheme}.png`) });
    }
  }
  await page.setViewportSize(sizes.desktop);
}

async function press() {
  await page.goto(`${options.url}/workers`);
  await page.getByRole("link", { name: "Sign in with Keycloak" }).click();
}

async function enterPassword() {
  await page.locator("#username").fill("ada");
  await page.locator("#password").fill("lovelace");
  await page.locator("#kc-login").click();
}

async function account() {
  await page.getByRole("heading", { name: "Workers", level: 1 }).waitFor();
  await page.getByLabel("Account: Ada Lovelace").click();
  // A person's own project has the name of the account, which stands above it.
  await page.locator(".menu-details").getByText(options.project, { exact: true }).last().waitFor();
}

const steps = {
  away: async () => {
    await press();
    await page.getByRole("alert").getByText("The identity provider does not answer").waitFor();
  },
  cancel: async () => {
    await press();
    await enterPassword();
    await page.locator("#kc-cancel").click();
    await page.getByRole("alert").getByText("was cancelled").waitFor();
  },
  login: async () => {
    await press();
    await enterPassword();
    await page.locator("#kc-oauth #kc-login, input[name=accept], button[name=accept]").first().click();
    await account();
  },
  again: async () => {
    await press();
    await enterPassword();
    await account();
  },
};

try {
  const context = await browser.newContext({ viewport: sizes.desktop });
  page = await context.newPage();
  page.setDefaultTimeout(patience);
  await steps[options.step]();
  await pictures(options.step);
  if (options.step === "login") {
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("link", { name: "Sign in with Keycloak" }).waitFor();
    await pictures("signed-out");
  }
  console.log(`done ${options.step}`);
} catch (error) {
  console.log(`FAILED at ${page?.url()}: ${error.message}`);
  await page?.screenshot({ path: join(options.out, "provider-failure.png"), fullPage: true }).catch(() => undefined);
  process.exitCode = 1;
} finally {
  await browser.close();
}
