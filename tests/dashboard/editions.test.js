// Drafts are withdrawn and published, also late, and dry runs cancelled; and what the server refuses of it is said.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { close, deafen, launch, openPage, settle } from "./browser.js";
import { ask, operatorToken, until } from "./machine.js";

let browser;
let model; // the text of the edition in force, of which drafts are made
let lastClosedDay;

before(async () => {
  browser = await launch();
  const { edition, calendar } = await ask("{ edition { text } calendar { lastClosedDay } }");
  model = edition.text;
  ({ lastClosedDay } = calendar);
});
after(() => browser.close());

async function draft(key, firstDay) {
  const text = model.replace(/^key = .*$/m, `key = "${key}"`).replace(/^effective_from = .*$/m, `effective_from = ${firstDay}`);
  const { draftEdition } = await ask(
    "mutation ($text: String!) { draftEdition(input: { text: $text }) { edition { id } userErrors { message } } }",
    { text },
  );
  assert.deepEqual(draftEdition.userErrors, []);
  return draftEdition.edition.id;
}

const withdraw = (id) =>
  ask("mutation ($id: ID!) { withdrawEdition(input: { editionId: $id }) { userErrors { message } } }", { id });

const open = async (path, before = async () => {}) => {
  const page = await openPage(browser, { token: await operatorToken(), path, before });
  await settle(page);
  return page;
};
const row = (page, key) => page.getByRole("row", { name: new RegExp(`^${key} `) });

test("a draft is withdrawn after it was said what that does", async () => {
  await draft("late-idea", "2090-01-01");
  const page = await open("/editions/late-idea/edit");
  await page.getByRole("button", { name: "Withdraw", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Withdraw draft late-idea?" });
  await dialog.getByText(/its key is free again/).waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Withdraw", exact: true }).click();
  await dialog.getByRole("button", { name: "Withdraw the draft" }).click();
  await page.waitForURL("**/editions");
  await row(page, "2018-05").waitFor();
  await row(page, "late-idea").waitFor({ state: "detached" });
  await draft("late-idea", "2090-02-01"); // its key is free
  await close(page);
});

test("a draft that somebody else has withdrawn meanwhile is neither withdrawn nor published", async () => {
  const id = await draft("contested", "2090-03-01");
  const page = await open("/editions/contested/edit");
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Publish contested?" });
  await dialog.getByRole("button", { name: /^Publish contested from/ }).and(page.locator(":enabled")).waitFor();
  await withdraw(id);
  await dialog.getByRole("button", { name: /^Publish contested from/ }).click();
  await dialog.getByRole("alert").getByText(/has been withdrawn/).waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Withdraw", exact: true }).click();
  const other = page.getByRole("dialog", { name: "Withdraw draft contested?" });
  await other.getByRole("button", { name: "Withdraw the draft" }).click();
  await other.getByRole("alert").getByText(/has been withdrawn/).waitFor();
  await close(page);
});

test("an edition whose first day is decided already is published late, with the reason", async () => {
  await draft("announced-late", lastClosedDay);
  const page = await open("/editions/announced-late/edit");
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Publish announced-late?" });
  await dialog.getByText(/is computed or decided by another one/).waitFor();
  const publish = dialog.getByRole("button", { name: /^Publish announced-late from/ });
  assert.equal(await publish.isDisabled(), true);
  await dialog.getByLabel(/^Publish it although/).check();
  await dialog.getByText(/is computed or decided by another one/).waitFor({ state: "detached" });
  assert.equal(await publish.isDisabled(), true); // without a reason
  const reason = dialog.getByLabel(/^Why/);
  await reason.fill("Announced late,\nagreed on the phone.");
  await publish.click();
  const done = page.getByRole("dialog", { name: "announced-late" });
  await done.getByText("announced-late is published.").waitFor();
  await done.getByRole("link", { name: "Have days and months computed again" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByText(/Announced late, agreed on the phone\./).waitFor();
  assert.equal(await page.getByRole("link", { name: "Edit", exact: true }).count(), 0);
  const { edition } = await ask(`{ edition(on: "${lastClosedDay}") { key backdateReason } }`);
  assert.deepEqual(edition, { key: "announced-late", backdateReason: "Announced late, agreed on the phone." });
  await close(page);
});

/** Begins a dry run of so many months that it does not come to its end by itself meanwhile. */
async function beginLongRun(page) {
  const newest = `${lastClosedDay.slice(0, 7)}-15`;
  const months = (day, count) => new Date(Date.UTC(day.slice(0, 4), day.slice(5, 7) - 1 + count, 15)).toISOString().slice(0, 10);
  await page.getByLabel("Several days").check();
  await page.getByLabel("From", { exact: true }).fill(months(newest, -24));
  await page.getByLabel("To", { exact: true }).fill(months(newest, -1));
  await page.getByRole("button", { name: "Begin the dry run" }).click();
  await page.getByRole("heading", { level: 1, name: /^Dry run \d+/ }).waitFor();
}

test("a dry run is cancelled, and run again", async () => {
  const page = await open("/editions/2027-02/try");
  await beginLongRun(page);
  await page.getByRole("button", { name: "Cancel the dry run" }).click();
  await page.getByText(/^It was cancelled/).waitFor();
  await page.getByRole("button", { name: "Run it again" }).click();
  await page.getByText(/^(Waits|Runs)$/).waitFor();
  await page.getByRole("button", { name: "Cancel the dry run" }).click();
  await page.getByText(/^It was cancelled/).waitFor();
  await close(page);
});

test("that a dry run has ended meanwhile is said, and shown", async () => {
  let hear;
  const page = await open("/editions/2027-02/try", async (opened) => {
    hear = await deafen(opened);
  });
  await beginLongRun(page);
  await page.getByRole("button", { name: "Cancel the dry run" }).waitFor();
  hear(false);
  const number = /\d+$/.exec(page.url())[0];
  const job = async () => (await ask(`{ dryRun(id: "${number}") { job { id status } } }`)).dryRun.job;
  await ask("mutation ($id: ID!) { cancelRecompute(input: { jobId: $id }) { userErrors { message } } }", { id: (await job()).id });
  await until(async () => (await job()).status === "CANCELLED");
  await page.getByRole("button", { name: "Cancel the dry run" }).click();
  await page.getByRole("alert").getByText("the job is CANCELLED already").waitFor();
  await page.getByText(/^It was cancelled/).waitFor();
  await page.getByRole("button", { name: "Run it again" }).waitFor();
  await close(page);
});
