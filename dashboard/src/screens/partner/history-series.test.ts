import { expect, test } from "vitest";
import { bandsOf, captionOf, heldOf, type Row, rowsOf } from "./history-series";
import type { LadderGate } from "./ladder-rows";

const SILVER = { key: "SILVER", name: "Silver", rank: 1 };
const GOLD = { key: "GOLD", name: "Gold", rank: 2 };
const MRR = { key: "MRR", name: "MRR", unit: "MONEY" as const, currencyCode: "USD" };
const APPS = { key: "APPS", name: "Apps", unit: "COUNT" as const };
const values = (value: string | null) => ({ metrics: [{ value, metric: MRR }] });
const decided = (effectiveOn: string, value: string | null, tier = SILVER) => ({ effectiveOn, tier, ...values(value) });
const row = (day: string, kind: Row["kind"], value: string | null, tier: Row["tier"] = SILVER): Row => ({
  day,
  kind,
  value,
  tier,
});

test("decisions come in the order of time, then the numbers of now, then what is foreseen", () => {
  const rows = rowsOf("MRR", {
    decided: [decided("2026-11-15", "200.00"), decided("2026-10-15", "100.00")],
    standing: { asOf: "2026-11-29", ...values("250.00") },
    foreseen: [decided("2026-12-15", "50.00", GOLD)],
    credited: SILVER,
  });
  expect(rows.map(({ day, kind, value }) => [day, kind, value])).toEqual([
    ["2026-10-15", "decided", "100.00"],
    ["2026-11-15", "decided", "200.00"],
    ["2026-11-29", "now", "250.00"],
    ["2026-12-15", "foreseen", "50.00"],
  ]);
});

test("a standing that is no newer than the newest decision is left out, and a metric that an edition lacked has a gap", () => {
  const known = { decided: [decided("2026-11-15", "200.00")], foreseen: [], credited: SILVER };
  expect(rowsOf("MRR", { ...known, standing: { asOf: "2026-11-14", ...values("200.00") } })).toHaveLength(1);
  expect(rowsOf("OTHER", { ...known, standing: null })[0]?.value).toBeNull();
});

test("a strip of tiers changes where the tier does, and where it is foreseen only", () => {
  const rows = [
    row("2026-10-15", "decided", null),
    row("2026-11-15", "decided", null),
    row("2026-12-15", "foreseen", null),
    row("2027-01-15", "foreseen", null, null),
  ];
  expect(heldOf(rows)).toEqual([
    { day: "2026-10-15", rank: 1, foreseen: false },
    { day: "2026-12-15", rank: 1, foreseen: true },
    { day: "2027-01-15", rank: 0, foreseen: true },
  ]);
});

test("bands are what tiers take by the first alternative that looks at the number", () => {
  const gate = (key: string, required: string): LadderGate => ({
    comparison: "AT_LEAST",
    required,
    missing: "0",
    passed: true,
    metric: { ...MRR, key },
  });
  expect(bandsOf("MRR", [SILVER, GOLD], [[[gate("X", "1")]], [[gate("X", "2")], [gate("MRR", "500.00")]]])).toEqual([
    { name: "Gold", rank: 2, from: 500 },
  ]);
});

test("captions tell how money has moved, and what is foreseen", () => {
  const caption = (...of: Row[]) => captionOf({ metric: MRR, rows: of });
  const before = row("2025-12-15", "decided", "100.00");
  expect(caption(before, row("2026-11-29", "now", "88.00"))).toMatch(
    /^MRR has fallen by 12\s?% since Dec.*2025, to .*88\.00\.$/,
  );
  expect(caption(before, row("2026-11-29", "now", "110.00"), row("2027-02-15", "foreseen", "90.00"))).toMatch(
    /has risen by 10\s?%.*; .*90\.00 is foreseen for .*2027\.$/,
  );
  expect(caption(before, row("2026-11-29", "now", "100.00"), row("2027-02-15", "foreseen", "100.00"))).toMatch(
    /100\.00, as in Dec.*; no change is foreseen\.$/,
  );
});

test("shares that say nothing are not told: from nothing, from far below, of counts, and without a number", () => {
  const now = row("2026-11-29", "now", "900.00");
  for (const first of ["0.00", "10.00"])
    expect(captionOf({ metric: MRR, rows: [row("2025-12-15", "decided", first), now] })).toMatch(
      /^MRR was .* and is .*900\.00 now\.$/,
    );
  const apps = [row("2025-12-15", "decided", "4.5"), row("2026-11-29", "now", "4")];
  expect(captionOf({ metric: APPS, rows: apps })).toMatch(/^Apps was 4\.5 in Dec.* and is 4 now\.$/);
  expect(captionOf({ metric: APPS, rows: [row("2026-11-29", "now", null)] })).toBe("Apps is -.");
});
