import { expect, it } from "vitest";
import { matrixOf, movedIn } from "./matrix";

it("puts moves between tiers, and on the diagonal who stays", () => {
  const tiers = [
    { key: "SILVER", before: 10, after: 8 },
    { key: "GOLD", before: 5, after: 4 },
    { key: null, before: 20, after: 23 },
  ];
  const moves = [
    { tierBefore: "SILVER", tierAfter: null, partners: 3 },
    { tierBefore: "GOLD", tierAfter: "SILVER", partners: 1 },
  ];
  const matrix = matrixOf(tiers, moves);
  expect(matrix).toEqual([
    [7, 0, 3],
    [1, 4, 0],
    [0, 0, 20],
  ]);
  expect(tiers.map((_, column) => matrix.reduce((sum, row) => sum + (row[column] ?? 0), 0))).toEqual(
    tiers.map(({ after }) => after),
  );
  expect(movedIn(moves)).toBe(4);
});
