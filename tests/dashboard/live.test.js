// What is shown changes by itself, and lost connections lose nothing.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { browser, close, openPage, settle } from "./browser.js";
import { ask, killApi, load, operatorToken, tierline, until } from "./machine.js";

let token;

before(async () => {
  token = await operatorToken();
  const partner = { type: "partner", country: "DE", joined_on: "2020-01-01" };
  const domains = (id) => ({ id, name: `Live ${id}`, domains: [`${id}.example`] });
  await load(...["live-1", "live-2", "live-3"].map((id) => ({ ...partner, ...domains(id) })));
  await computeNewestDay();
});

/** Has a worker compute the newest computed day again. */
async function computeNewestDay() {
  const { partners } = await ask("{ partners(first: 1) { nodes { dataThrough { newestComputedDay } } } }");
  await tierline("recompute", "activity", "--from", partners.nodes[0].dataThrough.newestComputedDay, "--wait");
}

/** Changes what a partner's standing says, in another process. */
async function certify(partner) {
  await load({ type: "certification", partner, valid_from: "2020-01-01", valid_until: "2099-12-31" });
  await computeNewestDay();
}

const CERTIFIED = /Certified until 31 Dec 2099/;

test("what a worker computes appears without reloading", async () => {
  const page = await openPage(browser, { token, path: "/partners/live-1" });
  await settle(page);
  await page.getByText("Live", { exact: true }).waitFor();
  assert.equal(await page.getByText(CERTIFIED).count(), 0);
  await certify("live-1");
  await page.getByText(CERTIFIED).first().waitFor();
  await close(page);
});

test("under a killed API the page says that it is not live, comes back by itself, and has missed nothing", async () => {
  const page = await openPage(browser, {
    token,
    path: "/partners/live-2",
    expected: ["WebSocket connection", "ERR_", "Failed to load resource"],
  });
  await settle(page);
  await page.getByText("Live", { exact: true }).waitFor();
  await page.context().setOffline(true); // so that all of it happens while nobody hears it
  await killApi();
  await page.getByText("Not live", { exact: true }).waitFor();
  await page.getByRole("alert").getByText(/may be old/).waitFor();
  await certify("live-2");
  assert.equal(await page.getByText(CERTIFIED).count(), 0);
  await page.context().setOffline(false);
  await page.getByText(CERTIFIED).first().waitFor({ timeout: 40_000 });
  await page.getByText("Live", { exact: true }).waitFor();
  assert.equal(await page.getByText(/may be old/).count(), 0);
  await close(page);
});

/** Stands between the page and the server: ends one of its subscriptions, and holds back what it subscribes to anew. */
async function intercept(page) {
  const between = { cursor: null, held: null, id: null };
  await page.routeWebSocket(/\/graphql$/, (socket) => {
    const server = socket.connectToServer();
    const ended = new Set();
    server.onMessage((text) => {
      const { id, type, payload } = JSON.parse(text);
      if (ended.has(id)) return;
      const { cursor } = (type === "next" && payload.data?.standingChanges) || {};
      if (cursor) Object.assign(between, { cursor, id });
      socket.send(text);
    });
    socket.onMessage((text) => {
      if (between.held && JSON.parse(text).type === "subscribe") between.held.push(text);
      else server.send(text);
    });
    between.end = () => {
      const { id } = between;
      ended.add(id);
      between.held = [];
      server.send(JSON.stringify({ id, type: "complete" }));
      const errors = [{ message: "it took too long to show what has happened", extensions: { code: "TIMEOUT" } }];
      socket.send(JSON.stringify({ id, type: "error", payload: errors }));
    };
    between.release = () => {
      for (const text of between.held.splice(0)) server.send(text);
      between.held = null;
    };
  });
  return between;
}

test("a subscription that the server ends alone begins anew from its last cursor, and the screen keeps what it shows", async () => {
  let between;
  const page = await openPage(browser, {
    token,
    path: "/partners/live-3",
    before: async (opened) => {
      between = await intercept(opened);
    },
  });
  await settle(page);
  await page.getByText("Live", { exact: true }).waitFor();
  await until(() => between.cursor !== null);
  const { cursor } = between;
  between.end();
  await until(() => between.held.length === 1);
  const [{ payload }] = between.held.map((text) => JSON.parse(text));
  assert.equal(payload.variables.after, cursor);
  await certify("live-3"); // while nobody hears it
  assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "Live live-3");
  assert.equal(await page.getByRole("alert").count(), 0);
  assert.equal(await page.getByText(CERTIFIED).count(), 0);
  between.release();
  await page.getByText(CERTIFIED).first().waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
  await close(page);
});

test("what is shown stays while the server is away, and is said once to be old", async () => {
  const page = await openPage(browser, {
    token,
    path: "/jobs",
    expected: ["WebSocket connection", "ERR_INTERNET_DISCONNECTED", "Failed to load resource"],
  });
  await settle(page);
  await page.getByText("Live", { exact: true }).waitFor();
  await page.getByRole("table").waitFor();
  const before = await page.getByRole("row").count();
  await page.context().setOffline(true);
  // It looks every fifteen seconds whether something is late.
  await page.waitForEvent("requestfailed", { timeout: 20_000 });
  await page.getByText("Not live", { exact: true }).waitFor();
  assert.equal(await page.getByRole("row").count(), before);
  assert.equal(await page.getByRole("alert").filter({ hasText: /./ }).count(), 1);
  await page.context().setOffline(false);
  await page.getByText("Live", { exact: true }).waitFor({ timeout: 40_000 });
  await close(page);
});
