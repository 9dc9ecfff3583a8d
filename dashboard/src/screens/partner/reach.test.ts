import { expect, test } from "vitest";
import { isWhole, reachOf } from "./reach";

const of = (client: string, employee: string, status: string, lastActiveOn: string | null) => ({
  client: { id: client, name: client.toUpperCase() },
  credit: { status, access: { lastActiveOn, employee: { id: employee } } },
});

test("a client that counts in two ways is one client, and where somebody was active last is told", () => {
  const reach = reachOf([
    of("c1", "ada", "COUNTED", "2026-11-02"),
    of("c1", "ada", "COUNTED", "2026-11-02"),
    of("c2", "ada", "COUNTED", "2026-11-20"),
    of("c3", "ada", "NO_RECENT_ACTIVITY", "2026-08-01"),
  ]);
  expect(reach.get("ada")).toEqual({ clients: 2, lastActiveOn: "2026-11-20", lastClient: "C2" });
});

test("whoever makes no client count is known by the last activity alone, and nobody is made up", () => {
  const reach = reachOf([of("c1", "bob", "DOMAIN_MISMATCH", "2026-10-01"), { client: null, credit: null }]);
  expect(reach.get("bob")).toEqual({ clients: 0, lastActiveOn: "2026-10-01", lastClient: "C1" });
  expect(reach.size).toBe(1);
});

test("an explanation is whole where no metric has more to it than is told", () => {
  expect(isWhole([])).toBe(true);
  expect(isWhole([{ contributionCount: 1, contributions: [{}] }])).toBe(true);
  const metrics = [
    { contributionCount: 1, contributions: [{}] },
    { contributionCount: 3, contributions: [{}, {}] },
  ];
  expect(isWhole(metrics)).toBe(false);
});
