// What an explanation says of each employee: which clients count by its access, and where it was active last.

export interface Reach {
  clients: number;
  lastActiveOn: string | null;
  lastClient: string | null;
}

interface Contribution {
  client?: { id: string; name: string } | null;
  credit?: {
    status: string;
    access?: { lastActiveOn?: string | null; employee?: { id: string } | null } | null;
  } | null;
}

/** Whether an explanation has all that its metrics are made of; of what it lacks, somebody may have made it count. */
export function isWhole(metrics: readonly { contributionCount: number; contributions: readonly unknown[] }[]): boolean {
  return metrics.every(({ contributionCount, contributions }) => contributions.length >= contributionCount);
}

/** By the employee's id. A client counts once for it, in however many ways it counts. */
export function reachOf(contributions: readonly Contribution[]): ReadonlyMap<string, Reach> {
  const reach = new Map<string, Reach>();
  const counted = new Set<string>();
  for (const { client, credit } of contributions) {
    const employee = credit?.access?.employee?.id;
    if (!credit || !employee) continue;
    const found = reach.get(employee) ?? { clients: 0, lastActiveOn: null, lastClient: null };
    const key = `${employee} ${client?.id}`;
    if (credit.status === "COUNTED" && !counted.has(key)) {
      counted.add(key);
      found.clients += 1;
    }
    const day = credit.access?.lastActiveOn;
    if (day && day > (found.lastActiveOn ?? "")) {
      found.lastActiveOn = day;
      found.lastClient = client?.name ?? null;
    }
    reach.set(employee, found);
  }
  return reach;
}
