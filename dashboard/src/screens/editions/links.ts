// Addresses of editions: by key where that says it, else by id.

/** Names that the addresses below /editions have for something else. */
const TAKEN = new Set(["new", "dry-runs"]);

export interface Named {
  id: string;
  key: string;
}

/** Of an edition of a program; `deciding` is the program by which partners are decided. */
export function editionPath({ id, key }: Named, program: string, deciding: string | undefined): string {
  const byKey = program === deciding && !TAKEN.has(key);
  return `/editions/${encodeURIComponent(byKey ? key : id)}`;
}

export interface Listed extends Named {
  name: string;
  status: "DRAFT" | "PUBLISHED" | "WITHDRAWN";
  effectiveFrom: string;
  effectiveUntil?: string | null;
}

export interface Family<Edition extends Listed = Listed> {
  id: string;
  key: string;
  name: string;
  currency: string;
  editions: readonly Edition[];
}

export interface Found<Edition extends Listed> {
  edition: Edition;
  program: Family<Edition>;
}

/** What an address means. */
export function findEdition<Edition extends Listed>(
  programs: readonly Family<Edition>[],
  named: string,
  deciding: string | undefined,
): Found<Edition> | null {
  for (const program of programs)
    for (const edition of program.editions)
      if (edition.id === named || (program.key === deciding && edition.key === named)) return { edition, program };
  return null;
}

/** What an edition is best compared with: the one before it, or, of a draft, the one in force when it would begin. */
export function editionBefore<Edition extends Listed>({ edition, program }: Found<Edition>): Edition | null {
  const before = program.editions.filter(
    (one) => one.status === "PUBLISHED" && one.id !== edition.id && one.effectiveFrom < edition.effectiveFrom,
  );
  return before.at(-1) ?? program.editions.find((one) => one.status === "PUBLISHED" && one.id !== edition.id) ?? null;
}

export function isInForce({ status, effectiveFrom, effectiveUntil }: Listed, today: string): boolean {
  return status === "PUBLISHED" && effectiveFrom <= today && (!effectiveUntil || today <= effectiveUntil);
}
