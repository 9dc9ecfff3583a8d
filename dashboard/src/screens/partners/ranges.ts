// Ranges of metrics, as they stand in the address: `KEY:MIN:MAX`, several by commas.
import { decoded } from "../../address";
import { isDecimal } from "../../parts/decimal";

export interface Range {
  key: string;
  min: string;
  max: string;
}

/** What the server takes at most. */
export const MOST_RANGES = 10;

export function readRanges(text: string): Range[] {
  return written(text).filter(isWhole).slice(0, MOST_RANGES);
}

/** Whether a text is ranges, all of it. */
export function areRanges(text: string): boolean {
  const all = written(text);
  return all.length <= MOST_RANGES && all.every(isWhole);
}

function written(text: string): Range[] {
  return text.split(",").map((one) => {
    const [key = "", min = "", max = ""] = one.split(":");
    return { key: decoded(key), min, max };
  });
}

function isWhole(range: Range): boolean {
  return range.key !== "" && isRange(range);
}

export function writeRanges(ranges: readonly Range[]): string {
  return ranges.map(({ key, min, max }) => `${encodeURIComponent(key)}:${min}:${max}`).join(",");
}

export function isRange({ min, max }: Pick<Range, "min" | "max">): boolean {
  return (min !== "" || max !== "") && [min, max].every((bound) => bound === "" || isDecimal(bound));
}
