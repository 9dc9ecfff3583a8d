// A real browser, and pages of it that tell on themselves.
import assert from "node:assert/strict";
import { after } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import chromium from "@sparticuz/chromium";
import { chromium as playwright } from "playwright-core";
import { rest, url } from "./machine.js";

// Containers and root have no sandbox. The package's own arguments are for functions in a cloud: one process, in which
// a context that closes ends the browser, and no web security.
const ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-quic"];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

export async function launch() {
  const executablePath = process.env.CHROMIUM ?? (await chromium.executablePath());
  return await playwright.launch({ executablePath, args: ARGUMENTS, headless: true });
}

/** The one of a file of tests, which node runs in a process of its own. */
export const browser = await launch();
after(() => browser.close());

/** A page that is signed in by a link, as `tierline up` prints it. `page.faults` is what went wrong on it so
 * far; `before` is done to it before it goes there. */
export async function openPage(browser, { token, path = "/", scheme = "light", width = 1280, expected = [], before } = {}) {
  if (token) await rest(token);
  const context = await browser.newContext({
    colorScheme: scheme,
    viewport: { width, height: 800 },
    locale: "en-GB",
    timezoneId: "Pacific/Kiritimati", // fourteen hours ahead: no plain day may move
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.faults = [];
  page.scriptBytes = 0;
  page.questions = 0; // to the API
  const tell = (text) => expected.some((one) => text.includes(one)) || page.faults.push(text);
  page.on("console", (said) => said.type() === "error" && tell(`console: ${said.text()}`));
  page.on("pageerror", (error) => tell(`failed: ${error.stack || error}`));
  page.on("request", (request) => {
    if (new URL(request.url()).host !== new URL(url).host) tell(`asked another host: ${request.url()}`);
    if (new URL(request.url()).pathname === "/graphql") page.questions += 1;
  });
  page.on("requestfinished", async (request) => {
    if (request.resourceType() !== "script") return;
    const sizes = await request.sizes().catch(() => null); // of a page that is closed meanwhile
    page.scriptBytes += sizes?.responseBodySize ?? 0;
  });
  await before?.(page);
  await page.goto(`${url}${path}${token ? `#token=${token}` : ""}`);
  return page;
}

/** Has the page hear nothing of what its socket is sent, as long as what this gives is called with false. */
export async function deafen(page) {
  let hears = true;
  await page.routeWebSocket(/\/graphql$/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => hears && socket.send(message));
  });
  return (may) => {
    hears = may;
  };
}

/** Waits until nothing on the page is loading. */
export async function settle(page) {
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-label="Loading"]'));
}

export async function close(page) {
  const { faults } = page;
  await page.context().close();
  assert.deepEqual(faults, []);
}

export async function assertAccessible(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(" ")}`);
  assert.deepEqual(found, []);
}

/** Whether anything makes the page itself scroll sideways. */
export async function assertFits(page) {
  const [wanted, given] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  assert.ok(wanted <= given, `${wanted} pixels wide where there are ${given}`);
}
