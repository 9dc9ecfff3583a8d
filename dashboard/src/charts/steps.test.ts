import { expect, test } from "vitest";
import { bandSpans, stepPath, stepScales, topOf } from "./steps";

const BANDS = [
  { name: "Silver", rank: 1, from: 1_000 },
  { name: "Gold", rank: 2, from: 2_000 },
  { name: "Platinum", rank: 3, from: 9_000 },
];

test("what is ahead is in sight unless it is far away", () => {
  expect(topOf([1_500, null], BANDS)).toBeCloseTo(2_160);
  expect(topOf([2_500], BANDS)).toBeCloseTo(2_700);
  expect(topOf([9_500], BANDS)).toBeCloseTo(10_260);
});

test("without any number the lowest band is in sight, and without bands there is still a scale", () => {
  expect(topOf([null], BANDS)).toBeCloseTo(1_080);
  expect(topOf([], [])).toBe(1);
});

test("bands end where the next one begins, and none is outside the picture", () => {
  expect(bandSpans(BANDS, 0, 2_500).map(({ name, from, to }) => [name, from, to])).toEqual([
    ["Silver", 1_000, 2_000],
    ["Gold", 2_000, 2_500],
  ]);
});

test("of tiers that ask for the same, the highest one's band is seen", () => {
  const same = BANDS.map((band) => ({ ...band, from: 3 }));
  expect(bandSpans(same, 0, 5).map(({ name }) => name)).toEqual(["Platinum"]);
});

test("a value holds until the next day, and where there is none the line has a gap", () => {
  const box = { left: 0, right: 110, top: 0, bottom: 10 };
  const days = ["2026-01-01", "2026-01-06", "2026-01-11"];
  const scales = stepScales(days, 10, 0, box);
  const at = (values: (number | null)[]) =>
    stepPath(
      days.map((day, place) => ({ day, value: values[place] ?? null })),
      scales,
    );
  expect(at([0, 10, 10])).toBe("M0,10L50,10L50,0L100,0L100,0");
  expect(at([0, null, 10])).toBe("M0,10ZM100,0Z");
});

test("values below zero are in the picture", () => {
  const { y } = stepScales(["2026-01-01", "2026-01-02"], 10, -10, { left: 0, right: 1, top: 0, bottom: 20 });
  expect(y(-10)).toBe(20);
  expect(y(0)).toBe(10);
});
