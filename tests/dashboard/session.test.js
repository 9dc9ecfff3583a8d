// Who is signed in, who is not any more, and who sees what.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, browser, close, openPage, settle } from "./browser.js";
import { ask, operatorToken, partnerToken, url } from "./machine.js";
import { PARTNER, SCREENS } from "./screens.js";

test("a link signs in, and leaves no token in the address", async () => {
  const page = await openPage(browser, { token: await operatorToken(), path: "/partners?search=a" });
  await settle(page);
  assert.equal(page.url(), `${url}/partners?search=a`);
  await page.reload();
  await settle(page);
  await close(page);
});

test("without a token one is asked for by keyboard alone, and what was to be seen is shown", async () => {
  const page = await openPage(browser, { path: "/jobs" });
  await page.getByRole("heading", { name: "Tierline" }).waitFor();
  await assertAccessible(page);
  await page.keyboard.press("Tab");
  await page.keyboard.type(await operatorToken());
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Jobs" }).waitFor();
  await close(page);
});

test("a token that does not hold is refused in words", async () => {
  const page = await openPage(browser, { expected: ["401"] });
  await page.getByLabel("Token").fill("no-token");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("The server does not take this token.").waitFor();
  await close(page);
});

test("an expired token leads back to signing in without losing the place", async () => {
  const page = await openPage(browser, { token: await operatorToken("--ttl", "8s"), path: "/partners?search=a", expected: ["401"] });
  await settle(page);
  await page.getByText("Your token has expired.").waitFor({ timeout: 90_000 });
  assert.equal(page.url(), `${url}/partners?search=a`);
  await page.getByLabel("Token").fill(await operatorToken());
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { level: 1, name: "Partners" }).waitFor();
  await close(page);
});

test("a tab that is opened beside is signed in as well, until somebody signs out", async () => {
  const page = await openPage(browser, { token: await operatorToken() });
  await settle(page);
  const second = await page.context().newPage();
  await second.goto(`${url}/jobs`);
  await second.getByRole("heading", { level: 1, name: "Jobs" }).waitFor();
  await second.getByRole("button", { name: "Sign out" }).click();
  await second.getByText("You are signed out.").waitFor();
  await page.getByText("You are signed out.").waitFor();
  await close(page);
});

test("a partner sees itself and nothing of any other, at every address", async () => {
  const { partners } = await ask("{ partners(first: 100) { nodes { externalId name } } }");
  const others = partners.nodes.filter(({ externalId }) => externalId !== PARTNER);
  assert.ok(others.length > 10);
  const page = await openPage(browser, { token: await partnerToken(PARTNER), path: "/" });
  const answers = [];
  page.on("response", async (response) => {
    if (new URL(response.url()).pathname === "/graphql") answers.push(await response.text().catch(() => ""));
  });
  await settle(page);
  assert.equal(new URL(page.url()).pathname, `/partners/${PARTNER}`);
  assert.deepEqual(await page.getByRole("navigation", { name: "Main" }).getByRole("link").allInnerTexts(), ["My standing", "What if", "Settings"]);
  for (const path of [...SCREENS.map((screen) => screen.path), `/partners/${others[0].externalId}`, "/editions/draft"]) {
    await page.evaluate((to) => history.pushState(null, "", to), path);
    await settle(page);
    const shown = await page.locator("body").innerText();
    for (const { name } of others) assert.ok(!shown.includes(name), `${path} shows ${name}`);
  }
  for (const { name } of others) assert.ok(!answers.some((text) => text.includes(JSON.stringify(name))), name);
  await close(page);
});
