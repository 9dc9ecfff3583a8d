import { expect, test } from "vitest";
import { type Behind, type Credits, whyNot } from "./why";

const credits = (sold: Credits["sold"]["status"], managed: Credits["managed"]["status"], amount = "0.00"): Credits => ({
  sold: { status: sold, mrr: { amount } },
  managed: { status: managed, mrr: { amount } },
});
const BRUNO: Behind = {
  lastActiveOn: "2026-08-20",
  matchedEmployee: { name: "Bruno Berg", email: "bruno@amber.example" },
  matchedAccess: { emailDomain: "desk.example", partnerDomains: ["amber.example"], endsOn: null },
};

test("of a client that counts in both ways there is nothing to explain", () => {
  expect(whyNot(credits("COUNTED", "COUNTED", "250.00"), "2026-01-01", null)).toEqual([]);
});

test("one that counts with nothing is explained", () => {
  expect(whyNot(credits("COUNTED", "COUNTED"), null, null)).toEqual([expect.stringContaining("report in force")]);
});

test("a reason that both credits have is told once", () => {
  const reasons = whyNot(credits("PENDING_REPORT", "PENDING_REPORT"), null, { countsFrom: "2026-12-05" });
  expect(reasons).toHaveLength(1);
  expect(reasons[0]).toMatch(/counts from .*2026 on/);
});

test("who came nearest is named, and what was not enough", () => {
  const [, active] = whyNot(credits("EXPIRED", "NO_RECENT_ACTIVITY"), "2024-04-08", BRUNO);
  expect(active).toMatch(/^Bruno Berg was the last one active in its account, on .*2026/);
  const [, domain] = whyNot(credits("EXPIRED", "DOMAIN_MISMATCH"), "2024-04-08", BRUNO);
  expect(domain).toContain("desk.example");
  expect(domain).toContain("(amber.example)");
});

test("each status has words also while nothing more is known", () => {
  for (const status of ["NO_ACCESS", "DOMAIN_MISMATCH", "NO_RECENT_ACTIVITY", "PENDING_REPORT"] as const)
    expect(whyNot(credits("NOT_SOLD_BY_PARTNER", status), null, null)).toHaveLength(2);
});
