import { expect, test } from "vitest";
import { formatDay, formatMonth } from "../../parts/format";
import { durationOf, isNews, leftOf, statusOf, stillWaiting, tookOf, whatOf } from "./job-words";

const NOW = Date.parse("2026-11-30T12:00:00Z");

test("what a job computes is said by its month, its day, or its range", () => {
  expect(whatOf({ kind: "TIERS", month: "2026-11" })).toBe(`Decisions of ${formatMonth("2026-11-01")}`);
  const day = { kind: "ACTIVITY", from: "2026-11-29", to: "2026-11-29" } as const;
  expect(whatOf(day)).toBe(`Standings of ${formatDay("2026-11-29")}`);
  expect(whatOf({ ...day, from: "2026-11-01" })).toBe(
    `Standings of ${formatDay("2026-11-01")} to ${formatDay("2026-11-29")}`,
  );
  expect(whatOf({ kind: "DRY_RUN", month: null, from: null })).toBe("Dry run");
});

test("a status says when a job is to stop, or is to be tried again", () => {
  const job = { status: "RUNNING", cancelRequested: false, attempts: 2, error: null } as const;
  expect(statusOf(job)).toBe("Runs");
  expect(statusOf({ ...job, cancelRequested: true })).toMatch(/Stops/);
  expect(statusOf({ ...job, status: "QUEUED", error: "lost" })).toMatch(/again, after attempt 2/);
  expect(statusOf({ ...job, status: "CANCELLED", cancelRequested: true })).toBe("Cancelled");
});

test("durations are rounded up to what people say", () => {
  expect([0, 59_000, 59_001, 3_540_001, 7_200_000, 7_200_001].map(durationOf)).toEqual([
    "1 s",
    "59 s",
    "1 min",
    "1 h",
    "2 h",
    "2 h 1 min",
  ]);
});

test("the time left counts down, and never below nothing", () => {
  expect(leftOf("2026-11-30T12:02:00Z", NOW)).toBe("2 min left");
  expect(leftOf("2026-11-30T11:59:00Z", NOW)).toBe("Almost done");
  expect(leftOf(null, NOW)).toMatch(/not known/);
});

test("what a job took ends with it", () => {
  expect(tookOf({ startedAt: null }, NOW)).toBeNull();
  expect(tookOf({ startedAt: "2026-11-30T11:59:30Z" }, NOW)).toBe("30 s");
  expect(tookOf({ startedAt: "2026-11-30T11:00:00Z", finishedAt: "2026-11-30T11:00:05Z" }, NOW)).toBe("5 s");
});

test("a failure is news for a week", () => {
  expect(isNews("2026-11-24T12:00:01Z", NOW)).toBe(true);
  expect(isNews("2026-11-23T11:59:59Z", NOW)).toBe(false);
  expect(isNews(null, NOW)).toBe(false);
});

test("a job that has begun while both were read waits no more", () => {
  expect(stillWaiting([{ id: "2" }, { id: "3" }], [{ id: "2" }])).toEqual([{ id: "3" }]);
});
