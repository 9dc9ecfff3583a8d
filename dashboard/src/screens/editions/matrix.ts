// From which tier to which partners would move, as a table.

export interface DayTier {
  /** Null for no tier. */
  key?: string | null;
  name?: string | null;
  before: number;
  after: number;
}

export interface Move {
  tierBefore?: string | null;
  tierAfter?: string | null;
  partners: number;
}

/** Rows are tiers before, columns tiers after; on the diagonal is who stays. */
export function matrixOf(tiers: readonly DayTier[], moves: readonly Move[]): number[][] {
  const places = new Map(tiers.map(({ key }, at) => [key ?? null, at]));
  const rows = tiers.map(({ before }, at) => tiers.map((_, column) => (column === at ? before : 0)));
  for (const { tierBefore, tierAfter, partners } of moves) {
    const from = places.get(tierBefore ?? null);
    const to = places.get(tierAfter ?? null);
    const row = from === undefined ? undefined : rows[from];
    if (from === undefined || to === undefined || from === to || !row) continue;
    row[to] = (row[to] ?? 0) + partners;
    row[from] = (row[from] ?? 0) - partners;
  }
  return rows;
}

export function movedIn(moves: readonly Move[]): number {
  return moves.reduce((sum, { tierBefore, tierAfter, partners }) => sum + (tierBefore === tierAfter ? 0 : partners), 0);
}

/** What stands in the address for no tier: a key never has it. */
export const NO_TIER = "-none-";
