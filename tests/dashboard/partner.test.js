// A partner's screen: why a tier is held and when it falls, which client counts and why another does not, what was decided.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, browser, close, openPage, settle } from "./browser.js";
import { ask, operatorToken, partnerToken } from "./machine.js";
import { PARTNER } from "./screens.js";

const openOwn = async (search = "") =>
  await openPage(browser, { token: await partnerToken(PARTNER), path: `/partners/${PARTNER}${search}` });

test("who is about to fall is told so in a sentence, with the day and the gate", async () => {
  const { portfolio } = await ask(
    "{ portfolio { atRisk(first: 1) { nodes { effectiveOn tier { name } metric { name } partner { externalId } } } } }",
  );
  const [{ partner, effectiveOn, tier, metric }] = portfolio.atRisk.nodes;
  const page = await openPage(browser, { token: await operatorToken(), path: `/partners/${partner.externalId}` });
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  const falls = `Falls to ${tier?.name ?? "no tier"} on ${day.format(Date.parse(effectiveOn))}: `;
  const sentence = await page.getByText(falls).first().textContent();
  assert.ok(sentence.includes(metric.name), sentence);
  await close(page);
});

test("a client that does not count is found by its status, says why, and stands in the address", async () => {
  const page = await openOwn();
  await page.getByLabel("Managed credit").selectOption("DOMAIN_MISMATCH");
  const reason = page.getByText("which is not one of the partner's domains");
  await reason.first().waitFor();
  await page.reload();
  await reason.first().waitFor();
  assert.equal(await page.getByLabel("Managed credit").inputValue(), "DOMAIN_MISMATCH");
  await close(page);
});

test("clients are ordered by the server, and the order is told to who cannot see it", async () => {
  const page = await openOwn("?clients.order=NAME:ASC");
  const header = page.getByRole("columnheader", { name: "Client", exact: true }).first();
  await header.waitFor();
  assert.equal(await header.getAttribute("aria-sort"), "ascending");
  const { partner } = await ask(
    `{ partner(externalId: "${PARTNER}") { clients(first: 5, orderBy: { field: NAME }) { nodes { name } } } }`,
  );
  const names = await page.locator("a.client-name").allTextContents();
  assert.deepEqual(names.slice(0, 5), partner.clients.nodes.map(({ name }) => name));
  await close(page);
});

test("what is behind a number opens by keyboard, says the number, and closes by Escape", async () => {
  const page = await openOwn();
  const link = page.getByRole("link", { name: /^Sold MRR/ });
  await link.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "What is behind Sold MRR" });
  await dialog.getByRole("row").nth(1).waitFor();
  const number = await dialog.locator(".big-number").textContent();
  assert.ok((await link.textContent()).endsWith(number), number);
  await assertAccessible(page);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  assert.equal(new URL(page.url()).search, "");
  await close(page);
});

test("a decision opens with its revisions and the clients that it rests on", async () => {
  const { partner } = await ask(
    `{ partner(externalId: "${PARTNER}") { tierHistory(first: 1) { nodes { id credits(first: 0) { totalCount } } } } }`,
  );
  const [decision] = partner.tierHistory.nodes;
  const page = await openOwn(`?decision=${encodeURIComponent(decision.id)}`);
  const dialog = page.getByRole("dialog", { name: /^Decision of/ });
  await dialog.getByText(`of ${decision.credits.totalCount} rows`).waitFor();
  await dialog.getByRole("heading", { name: "Revisions" }).waitFor();
  const first = await dialog.locator(".client-name").first().textContent();
  await dialog.getByRole("button", { name: "Next" }).click();
  await page.waitForFunction((name) => document.querySelector("dialog .client-name")?.textContent !== name, first);
  await assertAccessible(page);
  await close(page);
});

test("two days that cannot be compared are told so instead of asked for", async () => {
  const page = await openOwn("?changes.from=2999-01-01");
  await settle(page);
  await page.getByText("The earlier day must lie before the later one").waitFor();
  await close(page);
});
