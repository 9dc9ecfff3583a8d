// Which decisions of a dry run an address asks for.
import type { DryRunDecisionFilter } from "../../gql/graphql";
import type { List } from "../../parts/use-list";
import { NO_TIER } from "./matrix";

export function filterOf(list: Pick<List, "get">, on: string): DryRunDecisionFilter {
  const which = list.get("which");
  const [from, to] = [list.get("from"), list.get("to")];
  const other = list.get("beside");
  return {
    on,
    ...(which === "up" ? { changes: ["PROMOTED"] } : which === "down" ? { changes: ["DEMOTED"] } : {}),
    ...(which === "" && !(from && to) ? { moved: true } : {}),
    ...(from === NO_TIER ? { untieredBefore: true } : from ? { tierBefore: from } : {}),
    ...(to === NO_TIER ? { untieredAfter: true } : to ? { tierAfter: to } : {}),
    ...(other && list.get("differs") ? { differsFrom: other } : {}),
  };
}
