// Records in requests that the API takes: docs/limits.md says how much that is.
import type { Converted } from "./convert";

export interface Entry {
  line: number;
  record: Converted;
}

/** Kept below what is allowed, for the request around the records. */
export const BOUNDS = { records: 1_000, values: 16_000, bytes: 2_500_000, cost: 15_000 };
const COST = 10; // of a record, and of each of its domains beyond three
const FREE_DOMAINS = 3;

interface Size {
  values: number;
  bytes: number;
  cost: number;
}

const NOTHING: Size = { values: 0, bytes: 0, cost: 0 };

/** Gathers records until one more would be too much for a request. */
export class Batcher {
  #entries: Entry[] = [];
  #size: Size = NOTHING;

  /** The batch that is full, without this record; null while it has room. */
  add(entry: Entry): Entry[] | null {
    const size = sizeOf(entry.record);
    const batch = this.#entries.length > 0 && !this.#hasRoom(1, size) ? this.take() : null;
    this.#entries.push(entry);
    this.#size = sum(this.#size, size);
    return batch;
  }

  /** The batches that are full, without these records, which go into one as far as a request takes them. */
  addTogether(entries: readonly Entry[]): Entry[][] {
    const size = entries.map(({ record }) => sizeOf(record)).reduce(sum, NOTHING);
    const full = this.#entries.length > 0 && !this.#hasRoom(entries.length, size) ? [this.take()] : [];
    for (const one of entries) {
      const batch = this.add(one);
      if (batch) full.push(batch);
    }
    return full;
  }

  #hasRoom(records: number, { values, bytes, cost }: Size): boolean {
    return (
      this.#entries.length + records <= BOUNDS.records &&
      this.#size.values + values <= BOUNDS.values &&
      this.#size.bytes + bytes <= BOUNDS.bytes &&
      this.#size.cost + cost <= BOUNDS.cost
    );
  }

  take(): Entry[] {
    const batch = this.#entries;
    this.#entries = [];
    this.#size = NOTHING;
    return batch;
  }
}

/** Records by whose they are, each one's in the order of their days, and those of one day as they came. */
export function byOwner(entries: readonly Entry[], owner: readonly string[], since: string): Entry[][] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = JSON.stringify(owner.map((field) => entry.record.fact[field]));
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  const dayOf = ({ record }: Entry) => String(record.fact[since]);
  return [...groups.values()].map((group) =>
    group.sort((a, b) => (dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : 0)),
  );
}

function sum(one: Size, other: Size): Size {
  return { values: one.values + other.values, bytes: one.bytes + other.bytes, cost: one.cost + other.cost };
}

function sizeOf({ fact }: Converted): Size {
  const size = { values: 2, bytes: 32, cost: COST };
  for (const [name, value] of Object.entries(fact)) {
    const items = Array.isArray(value) ? value : [value];
    size.values += items.length + (Array.isArray(value) ? 1 : 0);
    size.bytes += name.length + 8;
    // A character is up to three bytes, or six where it is escaped.
    for (const item of items) size.bytes += (typeof item === "string" ? item.length * 3 : 10) + 3;
    if (name === "domains") size.cost += Math.max(0, items.length - FREE_DOMAINS) * COST;
  }
  return size;
}
