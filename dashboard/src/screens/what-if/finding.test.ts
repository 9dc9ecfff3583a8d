import { expect, it } from "vitest";
import { formatDay } from "../../parts/format";
import { findingOf } from "./finding";
import type { Side } from "./queries";

const tier = (rank: number) =>
  rank > 0 ? { __typename: "Tier" as const, id: `${rank}`, name: `T${rank}`, rank } : null;

function side(now: number, decided: number | null): Side {
  return {
    __typename: "WhatIfStanding",
    provisional: false,
    tier: tier(now),
    metrics: [],
    alternatives: [],
    nextDecision:
      decided === null
        ? null
        : { __typename: "WhatIfDecision", effectiveOn: "2026-12-15", change: "UNCHANGED", tier: tier(decided) },
  };
}

const day = formatDay("2026-12-15");

it("says what would follow", () => {
  expect(findingOf({ before: side(1, 1), after: side(2, 2) }, true)).toBe(
    `With this, its numbers would give T2. The decision of ${day} would give T2 instead of T1.`,
  );
  expect(findingOf({ before: side(1, 1), after: side(0, 0) }, true)).toBe(
    `With this, its numbers would give no tier any more. The decision of ${day} would give no tier instead of T1.`,
  );
  expect(findingOf({ before: side(1, 1), after: side(1, 1) }, true)).toBe(
    `With this, its numbers would still give T1. The decision of ${day} would give T1.`,
  );
  expect(findingOf({ before: side(1, null), after: side(2, null) }, true)).toBe(
    "With this, its numbers would give T2.",
  );
});

it("says that nothing is supposed, and that the partner is not there", () => {
  expect(findingOf({ before: side(1, 1), after: side(1, 1) }, false)).toBe("As it is: nothing is supposed yet.");
  expect(findingOf({ before: null, after: null }, false)).toBe("The partner has not joined by this day.");
});
