// What holds of every screen, whatever is on it.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { before, test } from "node:test";
import { assertAccessible, assertFits, browser, close, openPage, settle } from "./browser.js";
import { operatorToken, partnerToken } from "./machine.js";
import { PARTNER, SCREENS } from "./screens.js";

const MOST_SCRIPT = 200 * 1024; // compressed, until the first screen is there
const PICTURES = new URL("../../docs/pictures/", import.meta.url);

const tokenOf = { operator: operatorToken, partner: () => partnerToken(PARTNER) };

before(async () => {
  await mkdir(PICTURES, { recursive: true });
});

for (const screen of SCREENS) {
  for (const scheme of ["light", "dark"]) {
    for (const who of screen.for) {
      test(`${screen.name} of ${who}, ${scheme}: nothing for axe to find, within its budget of requests`, async () => {
        const page = await openPage(browser, { token: await tokenOf[who](), path: screen.path, scheme });
        await page.getByRole("heading", { level: 1, name: screen.title }).waitFor();
        await settle(page);
        assert.ok(page.questions <= screen.questions, `${page.questions} questions where ${screen.questions} are allowed`);
        assert.equal(await page.getByRole("alert").count(), 0, await page.getByRole("alert").allInnerTexts().then(String));
        await assertAccessible(page);
        if (process.env.PICTURES && who === screen.for[0]) {
          const path = new URL(`${screen.name}-${scheme}.jpg`, PICTURES).pathname;
          await page.screenshot({ path, type: "jpeg", quality: 60 });
        }
        await close(page);
      });
    }
  }

  test(`${screen.name}: fits a window of 360 pixels, and axe finds nothing there`, async () => {
    const page = await openPage(browser, { token: await operatorToken(), path: screen.path, width: 360 });
    await page.getByRole("heading", { level: 1, name: screen.title }).waitFor();
    await settle(page);
    await assertFits(page);
    await assertAccessible(page);
    await close(page);
  });
}

test("the first screen needs at most 200 KiB of compressed script", async () => {
  const page = await openPage(browser, { token: await operatorToken() });
  await settle(page);
  assert.ok(page.scriptBytes > 20 * 1024, `${page.scriptBytes} bytes were counted`);
  assert.ok(page.scriptBytes <= MOST_SCRIPT, `${page.scriptBytes} bytes of script`);
  await close(page);
});

test("no plain day moves with the zone of who looks", async () => {
  const page = await openPage(browser, { token: await operatorToken(), path: `/partners/${PARTNER}` });
  await settle(page);
  const days = await page.locator("time").evaluateAll((all) => all.map((one) => [one.dateTime, one.textContent]));
  const plain = days.filter(([day]) => /^\d{4}-\d{2}-\d{2}$/.test(day));
  assert.ok(plain.length > 3);
  const form = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  for (const [day, text] of plain) assert.equal(text, form.format(new Date(`${day}T12:00:00Z`)));
  await close(page);
});
