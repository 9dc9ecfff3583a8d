// What a list shows stands in the address: its filters, order, place and columns. A link to it shows the same.
import { useEffect, useMemo, useState } from "react";
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
  /** What the address asked for that there is not, as `name=text`; empty once anything is chosen. */
  leftOut: readonly string[];
  /** Takes these out of the address, since there is nothing of the kind. */
  leaveOut(names: readonly string[]): void;
  /** Takes everything out of the address that is this list's; null if nothing is. */
  reset: (() => void) | null;
}

/** What a name in the address may say. */
export type Known = Readonly<Record<string, (text: string) => boolean>>;

interface Options {
  pageSize?: number;
  order?: Order;
  /** Tells several lists of one screen apart in the address. */
  prefix?: string;
  /** Whatever of these the address has otherwise is left out. */
  known?: Known;
}

const NOTHING: readonly string[] = [];

export function useList({ pageSize = 50, order: usual, prefix = "", known = {} }: Options = {}): List {
  const [search, setSearch] = useSearchParams();
  const [leftOut, setLeftOut] = useState(NOTHING);
  const key = search.toString();
  const strange = strangeIn((name) => search.get(prefix + name) ?? "", known).join();
  const field = usual?.field;
  const direction = usual?.direction;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is what `search` says
  const list = useMemo(() => {
    const named = (name: string) => prefix + name;
    const without = strange.split(",");
    const get = (name: string) => (without.includes(name) ? "" : (search.get(named(name)) ?? ""));
    const change = (changes: Record<string, string | null>, { replace = false, leaving = NOTHING } = {}) => {
      setLeftOut(leaving);
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
    };
    const first = { after: null, before: null };
    const order = readOrder(get("order")) ?? (field && direction ? { field, direction } : null);
    const after = get("after");
    const before = get("before");
    const own = [...search.keys()].filter((one) => one.startsWith(prefix)).map((one) => one.slice(prefix.length));
    const chosen = own.filter((one) => one !== "columns" && !one.includes("."));
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
      leaveOut: (names) =>
        change(Object.fromEntries(names.map((name) => [name, null])), {
          replace: true,
          leaving: names.map((name) => `${name}=${search.get(named(name))}`),
        }),
      reset: chosen.length > 0 ? () => change(Object.fromEntries(chosen.map((name) => [name, null]))) : null,
    } satisfies Omit<List, "leftOut">;
  }, [key, setSearch, pageSize, field, direction, prefix, strange]);
  useEffect(() => {
    if (strange) list.leaveOut(strange.split(","));
  }, [strange, list]);
  return useMemo(() => ({ ...list, leftOut }), [list, leftOut]);
}

/** The names whose texts are not what is known of them. */
export function strangeIn(get: (name: string) => string, known: Known): string[] {
  return Object.keys(known).filter((name) => get(name) !== "" && !known[name]?.(get(name)));
}

/** Whether a text is one of these names. */
export function isOneOf(names: Readonly<Record<string, unknown>>): (text: string) => boolean {
  return (text) => Object.hasOwn(names, text);
}

/** Whether a text is an order by one of these fields. */
export function isOrderBy(fields: Readonly<Record<string, unknown>>): (text: string) => boolean {
  return (text) => Object.hasOwn(fields, readOrder(text)?.field ?? "");
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
