import { expect, test } from "vitest";
import { type LadderGate, limitingFirst, waysUp } from "./ladder-rows";

const SILVER = { key: "SILVER", name: "Silver", rank: 1 };
const GOLD = { key: "GOLD", name: "Gold", rank: 2 };
const TIERS = [SILVER, GOLD];

function gate(key: string, actual: string | null, required: string, unit: "COUNT" | "FLAG" = "COUNT"): LadderGate {
  const passed = actual !== null && Number(actual) >= Number(required);
  const missing = passed ? "0" : String(Number(required) - Number(actual ?? 0));
  return { comparison: "AT_LEAST", required, actual, missing, passed, metric: { key, name: key, unit } };
}

test("the gates that keep from the next tier are named, what is lacking most first", () => {
  const gates = [
    [[gate("USERS", "12", "10"), gate("PEOPLE", "1", "1")]],
    [[gate("USERS", "12", "75"), gate("PEOPLE", "1", "2")]],
  ];
  const [way, ...others] = waysUp(TIERS, gates, GOLD);
  expect(others).toEqual([]);
  expect(way?.finding).toBe("Gold still takes 63 more of USERS and 1 more of PEOPLE.");
  expect(way?.rows.map(({ key, limits }) => [key, limits !== null])).toEqual([
    ["USERS", true],
    ["PEOPLE", true],
  ]);
  expect(way?.rows[0]?.rungs.map(({ required, passed }) => [required, passed])).toEqual([
    [10, true],
    [75, false],
  ]);
});

test("each alternative is a way of its own, and a tier that has fewer is passed in its only way", () => {
  const gates = [
    [[gate("SALES", "400", "100")]],
    [[gate("SALES", "400", "500"), gate("CLOUD", "2", "3")], [gate("SALES", "400", "3000")]],
  ];
  const ways = waysUp(TIERS, gates, GOLD);
  expect(ways.map(({ rows }) => rows.map(({ key }) => key))).toEqual([["SALES", "CLOUD"], ["SALES"]]);
  expect(ways[1]?.rows[0]?.rungs.map(({ required }) => required)).toEqual([100, 3000]);
  // Silver asks nothing of CLOUD.
  expect(ways[0]?.rows[1]?.rungs[0]).toEqual({ required: null, passed: true, text: null, above: false });
});

test("what has no number, and what is a condition, is not said in numbers", () => {
  const gates = [[[gate("MEDIAN", null, "3"), gate("CERTIFIED", "0", "1", "FLAG")]], [[]]];
  expect(waysUp(TIERS, gates, SILVER)[0]?.finding).toBe(
    'Silver still takes MEDIAN, which has no number yet and "CERTIFIED".',
  );
});

test("at the top of the ladder nothing limits, and the narrowest gate is told", () => {
  const gates = [[[gate("USERS", "90", "10")]], [[gate("USERS", "90", "75"), gate("PEOPLE", "9", "3")]]];
  const [way] = waysUp(TIERS, gates, null);
  expect(way?.finding).toMatch(/^All gates of Gold, the highest tier, pass\. The narrowest is USERS, 20\s?% above/);
  expect(way?.rows.every(({ limits }) => limits === null)).toBe(true);
});

test("a ladder whose tiers ask nothing has no ways to show", () => {
  expect(waysUp(TIERS, [[], []], null)).toEqual([]);
});

test("the greatest part that is lacking comes first", () => {
  const sorted = limitingFirst([gate("A", "9", "10"), gate("B", "1", "10"), gate("C", "10", "10")]);
  expect(sorted.map(({ metric }) => metric.key)).toEqual(["B", "A"]);
});
