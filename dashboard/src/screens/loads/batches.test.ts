import { describe, expect, it } from "vitest";
import { Batcher, BOUNDS, type Entry } from "./batches";

const entry = (line: number, fact: Record<string, unknown>): Entry => ({
  line,
  record: { ok: true, type: "partner", fact, since: null },
});

function batched(entries: Entry[]): number[] {
  const batcher = new Batcher();
  const sizes = entries.flatMap((one) => batcher.add(one)?.length ?? []);
  return [...sizes, batcher.take().length];
}

describe("Batcher", () => {
  it("fills batches with as many records as a request takes", () => {
    expect(batched(Array.from({ length: 2_500 }, (_, line) => entry(line, { id: "x" })))).toEqual([1000, 1000, 500]);
  });

  it("takes fewer where they have many domains", () => {
    const domains = Array.from({ length: 103 }, (_, at) => `d${at}.example`);
    const sizes = batched(Array.from({ length: 100 }, (_, line) => entry(line, { id: "x", domains })));
    expect(Math.max(...sizes)).toBe(Math.floor(BOUNDS.cost / 1_010));
    expect(sizes.reduce((sum, one) => sum + one, 0)).toBe(100);
  });

  it("takes fewer where they are long, and one that is longer than all by itself", () => {
    const long = "x".repeat(400_000);
    expect(batched([1, 2, 3].map((line) => entry(line, { id: long })))).toEqual([2, 1]);
    expect(batched([1, 2].map((line) => entry(line, { id: long.repeat(4) })))).toEqual([1, 1]);
  });
});
