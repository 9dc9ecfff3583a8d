// What a list shows stands in the address: its filters, order, place and columns. A link to it shows the same.
import { useMemo } from "react";
import { useSearchParams } from "wouter";

export interface Order {
  field: string;
  direction: "ASC" | "DESC";
}

export interface List {
  /** The value of a filter, or of anything else of the screen; empty where it has none. */
  get(name: string): string;
  /** Sets it, and goes back to the first page. */
  set(name: string, value: string | null): void;
  /** Sets several at once. */
  setAll(values: Readonly<Record<string, string | null>>): void;
  order: Order | null;
  /** Orders by a field: downwards first, then upwards. */
  orderBy(field: string): void;
  /** The arguments of a connection: how many, and from where. */
  place: { first?: number; last?: number; after?: string; before?: string };
  turn(to: { after: string } | { before: string }): void;
  /** The ids of the columns that were chosen; null if none were. */
  columns: readonly string[] | null;
  choose(columns: readonly string[]): void;
}

interface Options {
  pageSize?: number;
  order?: Order;
  /** Tells several lists of one screen apart in the address. */
  prefix?: string;
}

export function useList({ pageSize = 50, order: usual, prefix = "" }: Options = {}): List {
  const [search, setSearch] = useSearchParams();
  const key = search.toString();
  const field = usual?.field;
  const direction = usual?.direction;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is what `search` says
  return useMemo(() => {
    const named = (name: string) => prefix + name;
    const get = (name: string) => search.get(named(name)) ?? "";
    const change = (changes: Record<string, string | null>, { replace = false } = {}) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value) next.set(named(name), value);
            else next.delete(named(name));
          }
          return next;
        },
        { replace },
      );
    const first = { after: null, before: null };
    const order = readOrder(get("order")) ?? (field && direction ? { field, direction } : null);
    const after = get("after");
    const before = get("before");
    return {
      get,
      set: (name, value) => change({ [name]: value, ...first }, { replace: true }),
      setAll: (values) => change({ ...values, ...first }, { replace: true }),
      order,
      orderBy: (by) =>
        change({ order: `${by}:${order?.field === by && order.direction === "DESC" ? "ASC" : "DESC"}`, ...first }),
      place: before ? { last: pageSize, before } : after ? { first: pageSize, after } : { first: pageSize },
      turn: (to) => change({ ...first, ...to }),
      columns: get("columns") ? get("columns").split(",") : null,
      choose: (columns) => change({ columns: columns.join(",") }, { replace: true }),
    } satisfies List;
  }, [key, setSearch, pageSize, field, direction, prefix]);
}

/** The columns that are shown, in their order: those that were chosen, or else those that are not spare. */
export function shownOf<Column extends { id: string; spare?: boolean }>(
  columns: readonly Column[],
  list: Pick<List, "columns">,
): Column[] {
  const chosen = columns.filter((one) => list.columns?.includes(one.id));
  return chosen.length > 0 ? chosen : columns.filter((one) => !one.spare);
}

/** What the address says, if it is one of these names; else null. */
export function oneOf<Name extends string>(names: Readonly<Record<Name, unknown>>, text: string): Name | null {
  return Object.hasOwn(names, text) ? (text as Name) : null;
}

export function readOrder(text: string): Order | null {
  const at = text.lastIndexOf(":");
  const direction = text.slice(at + 1);
  return at > 0 && (direction === "ASC" || direction === "DESC") ? { field: text.slice(0, at), direction } : null;
}
