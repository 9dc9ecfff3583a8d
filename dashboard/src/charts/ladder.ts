// How far a number comes on a ladder of tiers on which each step is as wide as any other.

export interface Rung {
  /** What the tier takes; null where it asks nothing of this number. */
  required: number | null;
  passed: boolean;
}

/**
 * The place of a number among a ladder's rungs, lowest first: 2.5 is halfway from the second to the third. A rung that
 * asks nothing is passed. At the rungs' number, nothing is left to reach.
 */
export function reach(actual: number | null, rungs: readonly Rung[]): number {
  let below = 0;
  for (const [place, { required, passed }] of rungs.entries()) {
    if (required === null || passed) {
      below = required ?? below;
      continue;
    }
    if (actual === null || required <= below) return place;
    const part = (actual - below) / (required - below);
    // What has to be exceeded is not passed where it is only reached: the bar stops just short of it.
    return place + Math.min(Math.max(part, 0), 0.99);
  }
  return rungs.length;
}
