// Jobs are asked for, watched, cancelled and retried.
import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, close, deafen, openPage, settle } from "./browser.js";
import { ask, operatorToken, until } from "./machine.js";

const open = async ({ path = "/jobs", before } = {}) => {
  const page = await openPage(browser, { token: await operatorToken(), path, before });
  await settle(page);
  await page.getByText("Live", { exact: true }).waitFor();
  return page;
};
const form = (page) => page.getByRole("region", { name: "Ask for a computation" });
const rowOf = (page, number) => page.getByRole("row", { name: new RegExp(`^${number} `) });

/** Asks as the form is filled; gives the number of the job. */
async function submit(page) {
  await form(page).getByRole("button", { name: "Ask" }).click();
  const said = await form(page).getByText(/is taken/).innerText();
  return /Job (\d+),/.exec(said)[1];
}

async function askForRange(page, from, to) {
  await form(page).getByLabel("A range of days").check();
  await form(page).getByLabel("First day").fill(from);
  await form(page).getByLabel("Last day").fill(to);
}

const lastClosedDay = async () => (await ask("{ calendar { lastClosedDay } }")).calendar.lastClosedDay;
const daysBefore = (day, days) => new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);

test("a day that is asked for is computed, and the page says so by itself", async () => {
  const page = await open();
  const number = await submit(page);
  await rowOf(page, number).getByText("Done").waitFor({ timeout: 60_000 });
  const { recomputeJob } = await ask(`{ recomputeJob(id: "${number}") { kind from to requestedBy } }`);
  const day = await lastClosedDay();
  const { requestedBy, ...asked } = recomputeJob;
  assert.deepEqual(asked, { kind: "ACTIVITY", from: day, to: day });
  assert.match(requestedBy, /^operator \d+-\d+$/);
  await close(page);
});

test("what the server refuses stands at its field", async () => {
  const page = await open();
  const day = await lastClosedDay();
  await askForRange(page, day, daysBefore(day, 10));
  await form(page).getByRole("button", { name: "Ask" }).click();
  await form(page).getByText(/before it begins/).waitFor();
  const field = form(page).getByLabel("First day");
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  const described = await field.evaluate((input) => document.getElementById(input.getAttribute("aria-describedby")).innerText);
  assert.match(described, /before it begins/);
  await close(page);
});

test("a job is cancelled, and retried, after it was said what that does", async () => {
  const page = await open();
  const day = await lastClosedDay();
  await askForRange(page, daysBefore(day, 300), day);
  await form(page).getByLabel(/Look at every client/).check();
  const number = await submit(page);
  const name = `Job ${number}`;
  const now = page.getByRole("region", { name: "Now" });
  await now.getByRole("button", { name: `Cancel ${name}` }).click();
  const dialog = page.getByRole("dialog", { name: `Cancel ${name}?` });
  await dialog.getByText(/What it has written stays/).waitFor();
  await dialog.getByRole("button", { name: "Cancel the job" }).click();
  await page.getByRole("status").getByText(name).waitFor();
  await rowOf(page, number).getByText("Cancelled").waitFor({ timeout: 60_000 });

  await rowOf(page, number).getByRole("button", { name: `Retry ${name}` }).click();
  await page.getByRole("button", { name: "Retry the job" }).click();
  await page.getByRole("status").getByText(`${name} is queued again`).waitFor();
  await now.getByRole("button", { name: `Cancel ${name}` }).click();
  await page.getByRole("button", { name: "Cancel the job" }).click();
  await rowOf(page, number).getByText("Cancelled").waitFor({ timeout: 60_000 });
  await close(page);
});

test("that a job has ended while somebody thought about cancelling or retrying it is said", async () => {
  let hear;
  const page = await open({
    before: async (opened) => {
      hear = await deafen(opened);
    },
  });
  const day = await lastClosedDay();
  await askForRange(page, daysBefore(day, 300), day);
  await form(page).getByLabel(/Look at every client/).check();
  const number = await submit(page);
  const name = `Job ${number}`;
  await page.getByRole("region", { name: "Now" }).getByRole("button", { name: `Cancel ${name}` }).click();
  const dialog = page.getByRole("dialog", { name: `Cancel ${name}?` });
  const elsewhere = (act) => ask(`mutation { ${act}(input: { jobId: "${number}" }) { userErrors { message } } }`);
  const status = async () => (await ask(`{ recomputeJob(id: "${number}") { status } }`)).recomputeJob.status;
  hear(false);
  await elsewhere("cancelRecompute");
  await until(async () => (await status()) === "CANCELLED");
  await dialog.getByRole("button", { name: "Cancel the job" }).click();
  await dialog.getByRole("alert").getByText("the job is CANCELLED already").waitFor();
  await dialog.getByRole("button", { name: "Let it go on" }).click();
  await rowOf(page, number).getByText("Cancelled").waitFor();

  await rowOf(page, number).getByRole("button", { name: `Retry ${name}` }).click();
  await elsewhere("retryRecompute");
  await page.getByRole("button", { name: "Retry the job" }).click();
  await page.getByRole("alert").getByText(/only a FAILED or CANCELLED job/).waitFor();
  await elsewhere("cancelRecompute");
  await close(page);
});

test("the list of jobs keeps its filter in the address", async () => {
  const { recomputeJobs } = await ask("{ recomputeJobs(filter: { kind: TIERS }) { totalCount } }");
  const page = await open();
  await page.getByLabel("Kind").selectOption("Decisions");
  await page.getByText(`${recomputeJobs.totalCount} rows`).waitFor();
  assert.equal(new URL(page.url()).searchParams.get("kind"), "TIERS");
  await page.reload();
  await settle(page);
  await page.getByText(`${recomputeJobs.totalCount} rows`).waitFor();
  await close(page);
});
