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

/** Gathers records until one more would be too much for a request. */
export class Batcher {
  #entries: Entry[] = [];
  #size: Size = { values: 0, bytes: 0, cost: 0 };

  /** The batch that is full, without this record; null while it has room. */
  add(entry: Entry): Entry[] | null {
    const size = sizeOf(entry.record);
    const { values, bytes, cost } = this.#size;
    const full =
      this.#entries.length > 0 &&
      (this.#entries.length + 1 > BOUNDS.records ||
        values + size.values > BOUNDS.values ||
        bytes + size.bytes > BOUNDS.bytes ||
        cost + size.cost > BOUNDS.cost);
    const batch = full ? this.take() : null;
    this.#entries.push(entry);
    this.#size = {
      values: this.#size.values + size.values,
      bytes: this.#size.bytes + size.bytes,
      cost: this.#size.cost + size.cost,
    };
    return batch;
  }

  take(): Entry[] {
    const batch = this.#entries;
    this.#entries = [];
    this.#size = { values: 0, bytes: 0, cost: 0 };
    return batch;
  }
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
