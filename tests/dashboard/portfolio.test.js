// The first screen answers an operator's questions of the morning, without anything being typed.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { browser, close, openPage, settle } from "./browser.js";
import { ask, operatorToken } from "./machine.js";

let token;

before(async () => {
  token = await operatorToken();
});

const open = async (path = "/") => {
  const page = await openPage(browser, { token, path });
  await settle(page);
  return page;
};
const panel = (page, name) => page.getByRole("region", { name, exact: true });
const namesIn = (region) => region.locator(".row-who").allInnerTexts();

test("who rose and who fell by the newest decision stands there, each with the gate", async () => {
  const { portfolio } = await ask(`{ portfolio { movers(first: 8) {
    totalCount edges { gates { metric { name } } node { partner { name } } } } } }`);
  const page = await open();
  const moved = panel(page, "Who rose and fell");
  const { totalCount, edges } = portfolio.movers;
  await moved.getByRole("link", { name: `All ${totalCount}` }).waitFor();
  assert.deepEqual(await namesIn(moved), edges.map(({ node }) => node.partner.name));
  const reasons = await moved.locator(".row-why").allInnerTexts();
  edges.forEach(({ gates }, at) => {
    for (const { metric } of gates) assert.ok(reasons[at].includes(metric.name), `${reasons[at]} lacks ${metric.name}`);
  });
  await close(page);
});

test("who will fall stands there with why and when, and the partner itself is one click away", async () => {
  const { portfolio } = await ask(`{ portfolio { atRisk(decisions: 3, first: 8) {
    totalCount nodes { effectiveOn metric { name } client { name } partner { name externalId } } } } }`);
  const page = await open();
  const risk = panel(page, "About to fall");
  const { totalCount, nodes } = portfolio.atRisk;
  await risk.getByRole("link", { name: `Next three ${totalCount}` }).waitFor();
  assert.deepEqual(await namesIn(risk), nodes.map(({ partner }) => partner.name));
  const reasons = await risk.locator(".row-why").allInnerTexts();
  const days = await risk.locator(".row-why > .muted time").evaluateAll((all) => all.map((one) => one.dateTime));
  nodes.forEach(({ metric, client, effectiveOn }, at) => {
    assert.ok(reasons[at].includes(metric.name) && reasons[at].includes(client?.name ?? ""), reasons[at]);
    assert.equal(days[at], effectiveOn);
  });
  await risk.getByRole("link", { name: nodes[0].partner.name }).click();
  await page.waitForURL(`**/partners/${nodes[0].partner.externalId}`);
  await close(page);
});

test("a place in a list and what it is limited to are kept in the address", async () => {
  const page = await open();
  const risk = panel(page, "About to fall");
  await risk.getByRole("link", { name: /Next two/ }).click();
  await page.waitForURL(/risk\.within=2/);
  const [first] = await namesIn(risk);
  await risk.getByRole("button", { name: "Next" }).click();
  await risk.getByRole("button", { name: "Previous", disabled: false }).waitFor();
  const shown = await namesIn(risk);
  assert.notEqual(shown[0], first);
  await page.reload();
  await settle(page);
  assert.deepEqual(await namesIn(panel(page, "About to fall")), shown);
  await close(page);
});

test("the columns of tiers have the same rows as a table", async () => {
  const { portfolio } = await ask("{ portfolio { history(months: 12) { day tierCounts { count tier { rank } } } } }");
  const page = await open();
  const tiers = panel(page, "Partners by tier");
  const figure = tiers.getByRole("figure", { name: /hold a tier/ });
  await figure.getByRole("button", { name: "Show as a table" }).click();
  const rows = await figure.locator("tbody tr").evaluateAll((all) =>
    all.map((row) => [row.querySelector("time").dateTime, ...[...row.cells].slice(1).map((cell) => Number(cell.textContent))]),
  );
  const expected = portfolio.history.toReversed().map(({ day, tierCounts }) => [
    day,
    ...tierCounts.toSorted((one, other) => (other.tier?.rank ?? 0) - (one.tier?.rank ?? 0)).map(({ count }) => count),
  ]);
  assert.deepEqual(rows, expected);
  await close(page);
});

test("what is doubtful opens beside the screen, by kind, and closes by keyboard", async () => {
  const { portfolio } = await ask("{ portfolio { findingCounts { kind count says } } }");
  const { kind, count, says } = portfolio.findingCounts.find((one) => one.kind === "EMPLOYEE_OUTSIDE_DOMAINS");
  const page = await open();
  await panel(page, "Doubtful in the data").getByRole("link", { name: `${count}: ${says}` }).click();
  const beside = page.getByRole("dialog", { name: "Doubtful in the data" });
  await beside.getByText(`of ${count} rows`).waitFor();
  assert.equal(new URL(page.url()).searchParams.get("findings"), kind);
  assert.equal(await beside.locator("tbody tr").count(), 25);
  await page.keyboard.press("Escape");
  await beside.waitFor({ state: "hidden" });
  await page.waitForFunction(() => !location.search.includes("findings"));
  await close(page);
});

for (const width of [1280, 360]) {
  test(`what takes long is awaited beside all else, and moves nothing when it comes, ${width} pixels wide`, async () => {
    let release;
    const released = new Promise((resolve) => {
      release = resolve;
    });
    const before = (page) =>
      page.route(/\/graphql$/, async (route) => {
        const response = await route.fetch();
        const body = await response.text();
        if (/"(history|nearNext)"/.test(body)) await released;
        await route.fulfill({ response, body });
      });
    const page = await openPage(browser, { token: await operatorToken(), width, before });
    const loading = page.getByRole("status", { name: "Loading" });
    await page.getByRole("region", { name: "Doubtful in the data" }).getByRole("listitem").first().waitFor();
    await page.getByRole("region", { name: "About to fall" }).getByRole("listitem").first().waitFor();
    await page.getByRole("region", { name: "Who rose and fell" }).getByRole("listitem").first().waitFor();
    await page.waitForFunction(() => document.querySelectorAll('[aria-label="Loading"]').length === 2);
    assert.equal(await loading.count(), 2);
    const places = () =>
      page.locator(".portfolio h2").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top + window.scrollY));
    const awaited = await places();
    release();
    await settle(page);
    const there = await places();
    for (const [at, place] of there.entries()) assert.ok(Math.abs(place - awaited[at]) < 60, `${awaited} and then ${there}`);
    await close(page);
  });
}
