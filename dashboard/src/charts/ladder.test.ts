import { expect, test } from "vitest";
import { reach } from "./ladder";

const sold = (actual: number) =>
  [1_125, 2_100, 3_750, 10_000].map((required) => ({ required, passed: actual >= required }));

test("a number between two rungs is placed by how much of the step it has come", () => {
  expect(reach(2_925, sold(2_925))).toBeCloseTo(2.5);
  expect(reach(0, sold(0))).toBe(0);
  expect(reach(562.5, sold(562.5))).toBeCloseTo(0.5);
});

test("what passes all rungs is at the end, however much there is", () => {
  expect(reach(99_999, sold(99_999))).toBe(4);
});

test("rungs that ask for the same are passed together, or none of them is", () => {
  const median = (passed: boolean) => [3, 3, 3].map((required) => ({ required, passed }));
  expect(reach(3, median(true))).toBe(3);
  expect(reach(1.5, median(false))).toBeCloseTo(0.5);
});

test("rungs that ask nothing of the number are passed without one", () => {
  expect(
    reach(null, [
      { required: null, passed: true },
      { required: 5, passed: false },
    ]),
  ).toBe(1);
  expect(reach(null, [{ required: null, passed: true }])).toBe(1);
});

test("a number below zero reaches nothing, and one that only equals what it must exceed stops short of it", () => {
  expect(reach(-10, [{ required: 50, passed: false }])).toBe(0);
  expect(reach(50, [{ required: 50, passed: false }])).toBe(0.99);
});
