// An address that somebody has kept, changed or mistyped never leaves a list without a way on.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible, close, launch, openPage, settle } from "./browser.js";
import { operatorToken } from "./machine.js";
import { PARTNER } from "./screens.js";

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser.close());

const open = async (path) => {
  const page = await openPage(browser, { token: await operatorToken(), path });
  await settle(page);
  return page;
};
const parameters = (page) => Object.fromEntries(new URL(page.url()).searchParams);
const LIST = { name: "Partners" };
const shownIn = (page) => page.getByRole("region", LIST).getByRole("row").locator("td:first-child").allInnerTexts();

const PLACES = [
  { path: "/partners", names: ["after"] },
  { path: "/partners", names: ["before"] },
  { path: "/", names: ["moved.after", "risk.before", "near.after"] },
  { path: `/partners/${PARTNER}`, names: ["clients.before", "decisions.after", "employees.after"] },
  { path: "/jobs", names: ["after"] },
  { path: "/editions", names: ["d.after"] },
  { path: "/loads", names: ["r.before"] },
];

for (const { path, names } of PLACES) {
  test(`${path} begins what ${names.join(", ")} lead nowhere in anew`, async () => {
    const page = await open(`${path}?${names.map((name) => `${name}=nowhere`).join("&")}`);
    const said = page.getByRole("status").filter({ hasText: "This is its beginning." });
    await said.nth(names.length - 1).waitFor();
    assert.equal(await said.count(), names.length);
    assert.deepEqual(parameters(page), {});
    assert.equal(await page.getByRole("alert").count(), 0);
    if (path === "/loads") await assertAccessible(page);
    await close(page);
  });
}

test("a place of another order begins the list anew in the order that is asked for", async () => {
  const page = await open("/partners");
  const first = await shownIn(page);
  await page.getByRole("button", { name: "Next" }).click();
  await page.waitForURL(/after=/);
  const { after: cursor } = parameters(page);
  await close(page);

  const other = await open(`/partners?order=NAME:DESC&after=${encodeURIComponent(cursor)}`);
  await other.getByText("This is its beginning.").waitFor();
  assert.deepEqual(parameters(other), { order: "NAME:DESC" });
  assert.notDeepEqual(await shownIn(other), first);
  await other.getByRole("button", { name: "Next" }).click();
  await other.waitForURL(/after=/);
  await other.getByText("This is its beginning.").waitFor({ state: "detached" });
  await close(other);
});

const STRANGE = [
  { path: "/partners", asked: { change: "SIDEWAYS", order: "SHOE_SIZE:ASC", ranges: "SOLD_MRR" } },
  { path: "/", asked: { months: "13", "moved.who": "nobody", "risk.within": "9" } },
  { path: "/jobs", asked: { status: "LOST", kind: "TOAST" } },
  { path: `/partners/${PARTNER}`, asked: { "clients.sold": "LOST", "clients.expiresBefore": "2026-02-30", "clients.order": "ID:ASC" } },
  { path: `/partners/${PARTNER}`, asked: { "changes.from": "yesterday", "forecast.assume": "RAIN", "decisions.order": "x" } },
  { path: `/partners/${PARTNER}/what-if`, asked: { asOf: "someday", assume: "RAIN" } },
];

for (const { path, asked } of STRANGE) {
  test(`${path} says of ${Object.keys(asked).join(", ")} that there is nothing such, and shows what there is`, async () => {
    const page = await open(`${path}?${new URLSearchParams(asked)}`);
    for (const [name, text] of Object.entries(asked)) {
      const said = `${name.split(".").at(-1)}=${text}`;
      await page.getByRole("status").filter({ hasText: said }).getByText(/what there is not/).waitFor();
    }
    assert.deepEqual(parameters(page), {});
    assert.equal(await page.getByRole("alert").count(), 0);
    await close(page);
  });
}

test("what only the server knows not to be there is refused in words, with the way to the usual list", async () => {
  for (const asked of ["tier=BRONZE", "order=metric:STARS:ASC", "country=XX"]) {
    const page = await open(`/partners?${asked}&columns=name,tier`);
    await page.getByRole("alert").getByText(/is not a (tier|metric|country)/).waitFor();
    await page.getByRole("button", { name: "Show it as it is usually shown" }).click();
    await page.getByRole("region", LIST).waitFor();
    assert.deepEqual(parameters(page), { columns: "name,tier" });
    await close(page);
  }
});
