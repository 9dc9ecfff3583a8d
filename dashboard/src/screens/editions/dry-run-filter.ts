// Which decisions of a dry run an address asks for.
import type { DryRunDecisionFilter } from "../../gql/graphql";
import { type List, oneOf } from "../../parts/use-list";
import { NO_TIER } from "./matrix";

/** Whom the address may ask for, by how they move; without, whoever moves. */
export const CHANGES = { up: ["PROMOTED"], down: ["DEMOTED"], all: null } as const;

export function filterOf(list: Pick<List, "get">, on: string): DryRunDecisionFilter {
  const which = oneOf(CHANGES, list.get("which"));
  const [from, to] = [list.get("from"), list.get("to")];
  const other = list.get("beside");
  return {
    on,
    ...(which && CHANGES[which] ? { changes: [...CHANGES[which]] } : {}),
    ...(which === null && !(from && to) ? { moved: true } : {}),
    ...(from === NO_TIER ? { untieredBefore: true } : from ? { tierBefore: from } : {}),
    ...(to === NO_TIER ? { untieredAfter: true } : to ? { tierAfter: to } : {}),
    ...(other && list.get("differs") ? { differsFrom: other } : {}),
  };
}
