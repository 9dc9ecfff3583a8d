import { expect, test } from "vitest";
import { compareTiers, type Foreseen, keepingRules, type Rules, shortfallOf, whatComes } from "./keeping";

const SILVER = { key: "SILVER", name: "Silver", rank: 1 };
const GOLD = { key: "GOLD", name: "Gold", rank: 2 };
const RULES: Rules = {
  firstTermMonths: null,
  fallsWaitForApproval: false,
  provisionalMayDemote: true,
  fall: { on: "ALWAYS", months: [] },
  keptBy: null,
  terms: [],
};
const USERS = { key: "USERS", name: "Users", unit: "COUNT" as const };
const gate = (actual: string | null, limiting = true) => ({
  actual,
  required: "75",
  missing: "60",
  passed: !limiting,
  limiting,
  metric: USERS,
});
const decision = (effectiveOn: string, tier: typeof GOLD | null, gates: Foreseen["alternatives"] = []): Foreseen => ({
  effectiveOn,
  tier,
  alternatives: gates,
});
const DECIDED = { effectiveOn: "2026-11-15", asOf: "2026-11-14" };

test("a tier that performance no longer reaches is held by its decision until the next one", () => {
  const text = compareTiers({ credited: GOLD, performing: SILVER, decision: DECIDED, nextDecisionDay: "2026-12-15" });
  expect(text).toMatch(/no longer reaches Gold.*Nov.*2026.*still holds.*Dec.*2026/);
});

test("a tier that is performed already waits for a decision, and equal tiers are said to be equal", () => {
  const held = { decision: DECIDED, nextDecisionDay: "2026-12-15" };
  expect(compareTiers({ ...held, credited: SILVER, performing: GOLD })).toContain("already gives Gold");
  expect(compareTiers({ ...held, credited: GOLD, performing: GOLD })).toContain("Gold, the tier that is held");
  expect(compareTiers({ ...held, credited: null, performing: null })).toContain("No tier is held");
});

test("the first decision that takes the tier away is told with its gate", () => {
  const decisions = [decision("2026-12-15", GOLD), decision("2027-01-15", SILVER, [[gate("15")]])];
  expect(whatComes(GOLD, GOLD, decisions)).toMatch(/^Falls to Silver on .*Jan.*2027: Users is 15 of 75\.$/);
  expect(whatComes(SILVER, SILVER, [decision("2026-12-15", null, [[gate(null)]])])).toContain("no tier");
});

test("a tier that is reached again in time is told so before what takes it away later", () => {
  const decisions = [decision("2026-12-15", GOLD), decision("2027-01-15", SILVER, [[gate("15")]])];
  expect(whatComes(GOLD, SILVER, decisions)).toMatch(
    /^By .*Dec.* the numbers are foreseen to reach Gold again\. Falls to/,
  );
});

test("a rise, no change, and no decision at all", () => {
  expect(whatComes(SILVER, GOLD, [decision("2026-12-15", GOLD)])).toMatch(/^Rises to Gold on/);
  expect(whatComes(GOLD, GOLD, [decision("2026-12-15", GOLD)])).toMatch(/Gold is held up to/);
  expect(whatComes(null, null, [decision("2026-12-15", null)])).toMatch(/no decision up to .* gives a tier/);
  expect(whatComes(GOLD, GOLD, [])).toBeNull();
});

test("a gate that several alternatives have is named once, and one that passes is not", () => {
  expect(shortfallOf(decision("2026-12-15", null, [[gate("15"), gate("80", false)], [gate("15")]]))).toBe(
    "Users is 15 of 75",
  );
});

test("rules that keep nothing say nothing, and those that do say what", () => {
  expect(keepingRules(GOLD, RULES)).toEqual([]);
  const kept = keepingRules(GOLD, {
    ...RULES,
    terms: [
      { tier: "GOLD", months: 12 },
      { tier: "SILVER", months: 6 },
    ],
    keptBy: { decidingDays: null, wholeMonths: 6 },
    fall: { on: "MONTHS", months: [1, 7] },
    provisionalMayDemote: false,
  });
  expect(kept).toEqual([
    expect.stringContaining("keep Gold for 12 months"),
    expect.stringContaining("last 6 months"),
    expect.stringContaining("January and July"),
    expect.stringContaining("provisional"),
  ]);
});
