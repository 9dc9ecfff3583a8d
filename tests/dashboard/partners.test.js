// The list of partners: found, ordered, looked at beside it, and exported as it is shown.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";
import { assertAccessible, browser, close, openPage, settle } from "./browser.js";
import { ask, load, operatorToken, url } from "./machine.js";

let token;

before(async () => {
  token = await operatorToken();
});

const rows = (page) => page.locator("tbody tr");
const names = (page) => page.locator(".row-link").allInnerTexts();

async function open(path) {
  const page = await openPage(browser, { token, path });
  await settle(page);
  await rows(page).first().waitFor();
  return page;
}

/** What an export gives, without the mark at its beginning. */
async function exported(page) {
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export as CSV" }).click();
  const file = await downloading;
  const text = await readFile(await file.path(), "utf8");
  return { name: file.suggestedFilename(), lines: text.replace("\ufeff", "").trimEnd().split("\r\n") };
}

test("what is typed is searched for, and stands in the address", async () => {
  const { partners } = await ask(`{ partners(first: 100, search: "cobalt") { nodes { name } } }`);
  const page = await open("/partners");
  await page.getByLabel("Search", { exact: true }).fill("cobalt");
  await page.getByText(`${partners.nodes.length} rows`, { exact: true }).waitFor();
  assert.equal(page.url(), `${url}/partners?q=cobalt`);
  assert.deepEqual(
    await names(page),
    partners.nodes.map((one) => one.name),
  );
  await page.getByRole("button", { name: "Clear all" }).click();
  await page.waitForURL((address) => address.search === "");
  assert.equal(await page.getByLabel("Search", { exact: true }).inputValue(), "");
  await close(page);
});

test("a link shows the same filters, order and columns, and the export has exactly these", async () => {
  const { partners } = await ask(`{
    partners(first: 100, orderBy: { metric: "MANAGED_MRR", direction: DESC },
             filter: { untiered: false, metrics: [{ key: "SOLD_MRR", min: "1400" }] }) {
      totalCount nodes { name country standing { managed { amount } } }
    }
  }`);
  const page = await open(
    "/partners?tier=*&ranges=SOLD_MRR:1400:&order=metric:MANAGED_MRR:DESC&columns=name,country,metric:MANAGED_MRR",
  );
  const heads = await page.locator("thead th").allInnerTexts();
  assert.deepEqual(heads.map((one) => one.replace(/[ ↑↓]+$/, "")), ["Name", "Managed MRR", "Country"]);
  const { name, lines } = await exported(page);
  assert.match(name, /^partners-\d{4}-\d\d-\d\d\.csv$/);
  assert.equal(lines[0], "Name,Managed MRR (USD),Country");
  assert.equal(lines.length - 1, partners.totalCount);
  const expected = partners.nodes.map((one) => `${one.name},${one.standing.managed.amount},${one.country ?? ""}`);
  assert.deepEqual(lines.slice(1, 101), expected);
  await close(page);
});

test("all partners are exported, page by page", async () => {
  const { partners } = await ask("{ partners(first: 0) { totalCount } }");
  assert.ok(partners.totalCount > 100);
  const page = await open("/partners");
  const { lines } = await exported(page);
  assert.equal(new Set(lines).size - 1, partners.totalCount);
  await close(page);
});

test("a row opens the partner beside the list by keyboard, and in a new tab its page", async () => {
  const page = await open("/partners");
  await page.getByRole("button", { name: "Next" }).click();
  await page.waitForURL(/after=/);
  await page.waitForFunction(() => document.querySelector('[aria-busy="false"] .row-link'));
  const link = page.locator(".row-link").nth(2);
  const name = await link.innerText();
  await link.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name }).waitFor();
  assert.match(page.url(), /after=.*open=/);
  await settle(page);
  await assertAccessible(page);
  await page.keyboard.press("Escape");
  await page.waitForURL((address) => !address.searchParams.has("open"));
  assert.equal(await page.evaluate(() => document.activeElement.textContent), name);
  // The browser's own click is not waited for: of some twenty tabs that it opens, Chromium begins one and asks for nothing.
  const isLeftAlone = await link.evaluate((one) =>
    one.dispatchEvent(new MouseEvent("auxclick", { button: 1, bubbles: true, cancelable: true })),
  );
  assert.ok(isLeftAlone);
  const tab = await page.context().newPage();
  await tab.goto(await link.evaluate((one) => one.href));
  await tab.getByRole("heading", { level: 1, name }).waitFor();
  assert.match(tab.url(), /\/partners\/[^/?]+$/);
  await close(page);
});

test("a partner opens whatever its id is made of", async () => {
  const id = "odd/id a?b#c%25+é";
  const name = "Odd & Söhne";
  await load({ type: "partner", id, name, domains: ["odd.example"], country: "DE", joined_on: "2020-01-01" });
  const page = await open("/partners?q=odd.example");
  await page.getByRole("link", { name, exact: true }).click();
  await page.getByRole("link", { name: "Open the whole page" }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await page.reload();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await close(page);
});

test("columns are chosen by keyboard alone, and the menu closes behind whoever leaves it", async () => {
  const page = await openPage(browser, { token: await operatorToken(), path: "/partners" });
  await settle(page);
  const menu = page.getByRole("group", { name: "Columns" });
  await page.locator("summary", { hasText: "Columns" }).focus();
  await page.keyboard.press("Enter");
  await menu.waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.getByRole("columnheader", { name: "Id" }).waitFor();
  assert.match(new URL(page.url()).searchParams.get("columns"), /^name,externalId,/);
  await page.keyboard.press("Escape");
  await menu.waitFor({ state: "hidden" });
  await page.keyboard.press("Enter"); // the focus is where it was
  await menu.waitFor();
  await page.keyboard.press("Shift+Tab");
  await menu.waitFor({ state: "hidden" });
  await close(page);
});
