// A metric's numbers as steps over time: what was decided, what is now, what is foreseen.
import type { Held } from "../../charts/step-chart";
import type { Band } from "../../charts/steps";
import { formatDay, formatMonth, formatShare } from "../../parts/format";
import { formatMetric, type Measured } from "../../parts/metrics";
import { common } from "../../texts/common";
import { history as texts } from "../../texts/partner";
import type { LadderGate, LadderTier } from "./ladder-rows";

export type SeriesMetric = Measured & { key: string; name: string };

interface Values {
  metrics: readonly { value?: string | null; metric: SeriesMetric }[];
}

export interface Decided extends Values {
  effectiveOn: string;
  tier?: LadderTier | null;
}

export interface Row {
  day: string;
  kind: keyof typeof texts.kinds;
  value: string | null;
  tier: LadderTier | null;
}

export interface Series {
  metric: SeriesMetric;
  rows: Row[];
  bands: Band[];
}

interface Known {
  /** In their latest revisions, in any order. */
  decided: readonly Decided[];
  standing: (Values & { asOf: string }) | null;
  foreseen: readonly Decided[];
  credited: LadderTier | null;
}

/** Of one metric, oldest first. A standing is left out where a decision is newer. */
export function rowsOf(key: string, { decided, standing, foreseen, credited }: Known): Row[] {
  const find = ({ metrics }: Values) => metrics.find(({ metric }) => metric.key === key)?.value ?? null;
  const past = decided
    .map((one): Row => ({ day: one.effectiveOn, kind: "decided", value: find(one), tier: one.tier ?? null }))
    .sort((one, other) => (one.day < other.day ? -1 : 1));
  const now: Row[] =
    standing && standing.asOf > (past.at(-1)?.day ?? "")
      ? [{ day: standing.asOf, kind: "now", value: find(standing), tier: credited }]
      : [];
  const last = now[0]?.day ?? past.at(-1)?.day ?? "";
  const ahead = foreseen
    .filter(({ effectiveOn }) => effectiveOn > last)
    .map((one): Row => ({ day: one.effectiveOn, kind: "foreseen", value: find(one), tier: one.tier ?? null }));
  return [...past, ...now, ...ahead];
}

/** What each tier takes of a metric, by its first alternative that looks at it. */
export function bandsOf(
  key: string,
  tiers: readonly LadderTier[],
  gates: readonly (readonly (readonly LadderGate[])[])[],
): Band[] {
  return tiers.flatMap(({ name, rank }, place) => {
    const gate = gates[place]?.flat().find(({ metric }) => metric.key === key);
    return gate ? [{ name, rank, from: Number(gate.required) }] : [];
  });
}

/** Which tier is held from when on, one entry for each change. */
export function heldOf(rows: readonly Row[]): Held[] {
  const held: Held[] = [];
  for (const { day, kind, tier } of rows) {
    const entry = { day, rank: tier?.rank ?? 0, foreseen: kind === "foreseen" };
    const before = held.at(-1);
    if (before?.rank !== entry.rank || before.foreseen !== entry.foreseen) held.push(entry);
  }
  return held;
}

/** The finding of the picture, in a sentence. */
export function captionOf({ metric, rows }: Pick<Series, "metric" | "rows">): string {
  const known = rows.filter(({ kind }) => kind !== "foreseen");
  const first = known.find(({ value }) => value !== null);
  const now = known.at(-1);
  const ahead = rows.filter(({ kind }) => kind === "foreseen").at(-1);
  return sinceThen(metric, first, now) + whatIsAhead(metric, now, ahead);
}

function sinceThen(metric: SeriesMetric, first: Row | undefined, now: Row | undefined): string {
  const { name } = metric;
  const value = now?.value ?? null;
  const shown = value === null ? common.none : formatMetric(value, metric);
  if (!first || !now || first === now) return texts.single(name, shown);
  const since = formatMonth(first.day);
  if (Number(first.value) === Number(value) && value !== null) return texts.same(name, since, shown);
  const share = (Number(value) - Number(first.value)) / Number(first.value);
  // Beyond some point a share says less than the two numbers.
  if (metric.unit !== "MONEY" || value === null || !(Number(first.value) > 0) || share > 3)
    return texts.moved(name, formatMetric(first.value, metric), since, shown);
  const rounded = formatShare(Math.abs(share).toFixed(2));
  return share > 0 ? texts.rose(name, rounded, since, shown) : texts.fell(name, rounded, since, shown);
}

function whatIsAhead(metric: SeriesMetric, now: Row | undefined, ahead: Row | undefined): string {
  if (!ahead) return texts.end;
  if (ahead.value === now?.value) return texts.foreseenSame;
  return texts.foreseen(formatMetric(ahead.value, metric), formatDay(ahead.day));
}
