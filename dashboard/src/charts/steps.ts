// Values that hold from one day until the next one that changes them.
import { scaleLinear, scaleUtc } from "d3-scale";
import { curveStepAfter, line } from "d3-shape";
import { timeOf } from "../parts/format";

export interface Point {
  day: string;
  /** Null: there is no number on that day, and the line has a gap. */
  value: number | null;
}

export interface Band {
  name: string;
  rank: number;
  /** Where the tier begins. */
  from: number;
}

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The greatest value to show: everything that is drawn, and the next band above that, so that one sees what is ahead. */
export function topOf(values: readonly (number | null)[], bands: readonly Band[]): number {
  const highest = Math.max(0, ...values.filter((value) => value !== null));
  const ahead = bands.map(({ from }) => from).filter((from) => from > highest);
  const next = ahead.length > 0 ? Math.min(...ahead) : highest;
  // A band that is far away would press what there is flat against the ground.
  return (next <= highest * 3 || highest === 0 ? Math.max(next, highest) : highest) * 1.08 || 1;
}

export function stepScales(days: readonly string[], top: number, lowest: number, box: Box) {
  const times = days.map(timeOf);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  // What begins on the last day is seen, too.
  const room = Math.max((last - first) * 0.04, 86_400_000);
  return {
    x: scaleUtc([first, last + room], [box.left, box.right]),
    y: scaleLinear([Math.min(0, lowest), top], [box.bottom, box.top]),
  };
}

export type StepScales = ReturnType<typeof stepScales>;

export function stepPath(points: readonly Point[], { x, y }: StepScales): string {
  const path = line<Point>()
    .defined(({ value }) => value !== null)
    .x(({ day }) => x(timeOf(day)))
    .y(({ value }) => y(value ?? 0))
    .curve(curveStepAfter);
  return path(points) ?? "";
}

/** From where to where each band is seen, lowest first; those that ask for the same begin together, and the highest has it. */
export function bandSpans(bands: readonly Band[], bottom: number, top: number) {
  return bands
    .map((band, place) => ({
      ...band,
      from: Math.max(band.from, bottom),
      to: Math.min(bands[place + 1]?.from ?? top, top),
    }))
    .filter(({ from, to }) => to > from);
}
