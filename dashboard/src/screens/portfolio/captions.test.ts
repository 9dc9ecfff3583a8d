import { expect, test } from "vitest";
import { formatMoney } from "../../parts/format";
import { holdersOf, mrrCaption, tierCaption } from "./captions";

const usd = (amount: string) => ({ amount, currencyCode: "USD" });
const gold = { name: "Gold" };

test("holders are those with a tier, of all", () => {
  expect(
    holdersOf([
      { count: 74, tier: gold },
      { count: 6, tier: gold },
      { count: 20, tier: null },
    ]),
  ).toEqual({
    all: 100,
    held: 80,
  });
});

test("the caption of tiers compares the last day with the first", () => {
  const day = (held: number) => ({ day: "2026-05-15", tierCounts: [{ count: held, tier: gold }, { count: 20 }] });
  expect(tierCaption([])).toMatch(/No partner/);
  expect(tierCaption([day(80)])).toBe("80 of 100 partners hold a tier.");
  expect(tierCaption([day(84), day(1), day(80)])).toMatch(/^80 of 100 partners hold a tier, 4 fewer than on /);
  expect(tierCaption([day(79), day(80)])).toMatch(/1 more than on /);
  expect(tierCaption([day(80), day(80)])).toMatch(/as many as on /);
});

test("the caption of an MRR says how it has changed, and what it was at its highest", () => {
  const days = ["421534.88", "455525.07", "393813.20"].map((amount, at) => ({
    day: `2026-0${at + 1}-15`,
    value: usd(amount),
  }));
  const caption = mrrCaption("Sold MRR", days);
  expect(caption).toMatch(/^Sold MRR has fallen by 7\s?% since /);
  expect(caption).toContain(`Its highest was ${formatMoney("455525.07", "USD", { whole: true })} on `);
});

test("the caption of an MRR that has risen names its lowest only where that is in between", () => {
  const days = (...amounts: (string | null)[]) =>
    amounts.map((amount, at) => ({ day: `2026-0${at + 1}-15`, value: amount === null ? null : usd(amount) }));
  expect(mrrCaption("Sold MRR", days("100", "90", "150"))).toMatch(/risen by 50\s?% .* Its lowest was /);
  expect(mrrCaption("Sold MRR", days("100", "120", "150"))).not.toMatch(/lowest/);
  expect(mrrCaption("Sold MRR", days("1000", "1001"))).toMatch(/about what it was/);
});

test("the caption of an MRR does without days of which it is not known", () => {
  expect(mrrCaption("Sold MRR", [{ day: "2026-01-15", value: null }])).toMatch(/not known/);
  const days = [
    { day: "2026-01-15", value: null },
    { day: "2026-02-15", value: usd("5") },
  ];
  expect(mrrCaption("Sold MRR", days)).toMatch(/one of these days only/);
  expect(mrrCaption("Sold MRR", [{ day: "2026-01-15", value: usd("0") }, ...days])).toMatch(
    /was nothing on .*, and is \D*5\D* now/,
  );
});
