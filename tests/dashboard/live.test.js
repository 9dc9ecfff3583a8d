// What is shown changes by itself, and lost connections lose nothing.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { close, launch, openPage, settle } from "./browser.js";
import { ask, killApi, load, operatorToken, tierline } from "./machine.js";

let browser;
let token;

before(async () => {
  browser = await launch();
  token = await operatorToken();
});
after(() => browser.close());

/** The newest computed day, which a recompute computes again when facts about it have changed. */
async function newestDay() {
  const { partners } = await ask("{ partners(first: 1) { nodes { dataThrough { newestComputedDay } } } }");
  return partners.nodes[0].dataThrough.newestComputedDay;
}

/** Makes a partner with a name of its own appear in the facts, and its standing computed by a worker. */
async function addPartner(id, name) {
  await load({ type: "partner", id, name, domains: [`${id}.example`], country: "DE", joined_on: "2020-01-01" });
  await tierline("recompute", "activity", "--from", await newestDay(), "--wait");
}

test("what a worker computes appears without reloading", async () => {
  const page = await openPage(browser, { token, path: "/partners?search=Zyxwvut" });
  await settle(page);
  await page.getByText("Live", { exact: true }).waitFor();
  assert.equal(await page.getByText("Zyxwvut Alone").count(), 0);
  await addPartner("live-1", "Zyxwvut Alone");
  await page.getByText("Zyxwvut Alone").first().waitFor();
  await close(page);
});

test("under a killed API the page says that it is not live, comes back by itself, and has missed nothing", async () => {
  const page = await openPage(browser, {
    token,
    path: "/partners?search=Qponmlk",
    expected: ["WebSocket connection", "ERR_CONNECTION", "Failed to load resource"],
  });
  await settle(page);
  await page.getByText("Live", { exact: true }).waitFor();
  await page.context().setOffline(true); // so that all of it happens while nobody hears it
  await killApi();
  await page.getByText("Not live", { exact: true }).waitFor();
  await page.getByRole("alert").getByText(/may be old/).waitFor();
  await addPartner("live-2", "Qponmlk Alone");
  await page.context().setOffline(false);
  await page.getByText("Qponmlk Alone").first().waitFor({ timeout: 40_000 });
  await page.getByText("Live", { exact: true }).waitFor();
  assert.equal(await page.getByText(/may be old/).count(), 0);
  await close(page);
});
