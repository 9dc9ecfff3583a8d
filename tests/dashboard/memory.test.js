// What open screens keep while everything on them changes again and again. MEMORY=10 looks for so many minutes.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { close, launch, openPage, settle } from "./browser.js";
import { ask, load, operatorToken, tierline } from "./machine.js";
import { PARTNER } from "./screens.js";

const MINUTES = Number(process.env.MEMORY ?? 0);
const OPENED = ["/", `/partners/${PARTNER}`];
/** Bytes for each answer that comes, above which a screen grows without end: the same screen takes 30 KiB more or less. */
const MOST_GROWTH = 200;
/** What a page makes: the compiler's code, and what the browser keeps of each request for whoever debugs it, are not its. */
const OWN = new Set(["array", "closure", "concatenated string", "number", "object", "regexp", "sliced string", "string", "symbol"]);

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** How many bytes the page's own things take, after what nothing leads to any more is thrown away. */
async function weigh(session) {
  const chunks = [];
  const take = ({ chunk }) => chunks.push(chunk);
  session.on("HeapProfiler.addHeapSnapshotChunk", take);
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  session.off("HeapProfiler.addHeapSnapshotChunk", take);
  const { snapshot, nodes } = JSON.parse(chunks.join(""));
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, size] = [fields.indexOf("type"), fields.indexOf("self_size")];
  let sum = 0;
  for (let at = 0; at < nodes.length; at += fields.length) if (OWN.has(types[0][nodes[at + type]])) sum += nodes[at + size];
  return sum;
}

async function measure({ page, path, session }) {
  const bytes = await weigh(session);
  const { metrics } = await session.send("Performance.getMetrics");
  const found = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  const seen = { questions: page.questions, bytes, heap: found.JSHeapUsedSize, nodes: found.Nodes, listeners: found.JSEventListeners };
  console.log(path, Object.entries(seen).map(([name, value]) => `${value} ${name}`).join(", "));
  return seen;
}

/** Has workers change what every screen shows: the partner's certification ends long ago, or not yet. */
async function change(days) {
  await load({ type: "certification", partner: PARTNER, valid_from: days.from, valid_until: days.until });
  await tierline("recompute", "activity", "--from", days.newest, "--wait");
}

test("an open screen does not grow with what changes", { skip: MINUTES === 0, timeout: (MINUTES + 5) * 60_000 }, async () => {
  const { calendar } = await ask("{ calendar { lastClosedDay } }");
  const [, from, until] = /certification +(\S+) to (\S+)/.exec(await tierline("explain", PARTNER));
  const newest = calendar.lastClosedDay;
  const screens = [];
  for (const path of OPENED) {
    const page = await openPage(browser, { token: await operatorToken(), path });
    await settle(page);
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable");
    screens.push({ page, path, session, seen: [] });
  }
  for (let minute = 0; minute <= MINUTES; minute += 1) {
    const end = Date.now() + 60_000;
    for (const screen of screens) screen.seen.push(await measure(screen));
    while (minute < MINUTES && Date.now() < end) {
      await change({ from, until: from, newest });
      await change({ from, until, newest });
    }
  }
  for (const { page, path, seen } of screens) {
    // The first minute fills what is kept once.
    const [first, last] = [seen[1], seen.at(-1)];
    const asked = last.questions - first.questions;
    assert.ok(asked > 20, `${path} asked ${asked} times`);
    const growth = (last.bytes - first.bytes) / asked;
    assert.ok(growth < MOST_GROWTH, `${path} grew by ${growth.toFixed(1)} bytes with each of ${asked} answers`);
    assert.ok(last.nodes - first.nodes < 50, `${path} had ${first.nodes} nodes, and has ${last.nodes}`);
    await close(page);
  }
});
