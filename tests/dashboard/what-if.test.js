// What if: suppositions are typed, asked about, refused in words, and kept in the address.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { assertAccessible, browser, close, openPage, settle } from "./browser.js";
import { partnerToken } from "./machine.js";
import { PARTNER } from "./screens.js";

let token;

before(async () => {
  token = await partnerToken(PARTNER);
});

async function open() {
  const page = await openPage(browser, { token, path: `/partners/${PARTNER}/what-if` });
  await page.getByText("nothing is supposed yet").waitFor();
  return page;
}

const card = (page, name) => page.getByRole("group", { name, exact: true });
const row = (page, name) => page.locator(".comparison tr").filter({ hasText: name });

test("a partner supposes a client, and sees before and after, also after a reload", async () => {
  const page = await open();
  await page.getByRole("button", { name: "A new client", exact: true }).click();
  await page.keyboard.type("Northwind"); // the form that was added has the focus
  await card(page, "A new client").getByLabel("MRR a month").fill("123456.78");
  await row(page, "Sold MRR").getByText("+US$123,456.78").waitFor();
  await page.getByRole("cell", { name: "Northwind" }).first().waitFor();
  await assertAccessible(page);
  await page.reload();
  await row(page, "Sold MRR").getByText("+US$123,456.78").waitFor();
  assert.equal(await card(page, "A new client").getByLabel("Name").inputValue(), "Northwind");
  await page.getByRole("button", { name: "Take all away" }).click();
  await page.getByText("nothing is supposed yet").waitFor();
  await close(page);
});

test("an employee works for a client that is only supposed", async () => {
  const page = await open();
  await page.getByRole("button", { name: "A new client", exact: true }).click();
  await page.keyboard.type("Northwind");
  await card(page, "A new client").getByLabel("MRR a month").fill("5000");
  await page.getByRole("button", { name: "Access to a client", exact: true }).click();
  const access = card(page, "Access to a client");
  await access.getByLabel("Employee").selectOption({ index: 1 });
  await access.getByRole("combobox", { name: "Client" }).fill("Northwind (supposed)");
  await row(page, "Managed MRR").getByText("+US$5,000.00").waitFor();
  await close(page);
});

test("what would not be loaded is refused beside its form, and the rest is answered", async () => {
  const page = await open();
  await page.getByRole("button", { name: "A certification", exact: true }).click();
  const certification = card(page, "A certification");
  await certification.getByLabel("First day").fill("2020-01-01");
  await certification.getByLabel("Last day").fill("2019-01-01");
  await certification.getByText("Not supposed:").waitFor();
  await page.getByRole("button", { name: "MRR of a client", exact: true }).click();
  const mrr = card(page, "MRR of a client");
  await mrr.getByLabel("MRR a month").fill("1,5");
  await mrr.getByText("Write digits").waitFor();
  await settle(page);
  await assertAccessible(page);
  await close(page);
});
