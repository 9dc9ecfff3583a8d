// What the gates' bars show, and the sentence about them, of the tiers' alternatives.
import type { GateRow } from "../../charts/gate-bars";
import { formatShare } from "../../parts/format";
import { formatMetric, type Measured } from "../../parts/metrics";
import { gates as texts } from "../../texts/partner";

export interface LadderTier {
  key: string;
  name: string;
  rank: number;
}

export interface LadderGate {
  comparison: "ABOVE" | "AT_LEAST";
  required: string;
  actual?: string | null;
  missing: string;
  passed: boolean;
  metric: Measured & { key: string; name: string };
}

type Alternatives = readonly (readonly LadderGate[])[];

export interface Way {
  rows: GateRow[];
  finding: string;
}

/**
 * The ways up a ladder: as many as the tier with most alternatives has. A tier with fewer of them is passed in the same
 * way, its last one, by all that are left. `gates` are the alternatives of each tier, in the tiers' order.
 */
export function waysUp(tiers: readonly LadderTier[], gates: readonly Alternatives[], next: LadderTier | null): Way[] {
  const count = Math.max(0, ...gates.map((alternatives) => alternatives.length));
  return Array.from({ length: count }, (_, way) => {
    const steps = gates.map((alternatives) => alternatives[Math.min(way, alternatives.length - 1)] ?? []);
    const goal = next ? (steps[tiers.findIndex(({ key }) => key === next.key)] ?? []) : [];
    return {
      rows: rowsOf(steps, goal, next),
      finding: findingOf(goal, steps.at(-1) ?? [], next, tiers.at(-1) ?? null),
    };
  });
}

function rowsOf(
  steps: readonly (readonly LadderGate[])[],
  goal: readonly LadderGate[],
  next: LadderTier | null,
): GateRow[] {
  const seen = new Map<string, LadderGate>();
  for (const gate of steps.flat()) if (!seen.has(gate.metric.key)) seen.set(gate.metric.key, gate);
  return [...seen.values()].map(({ metric, actual }) => ({
    key: metric.key,
    name: metric.name,
    metric,
    actual: actual ?? null,
    limits:
      next && goal.some((gate) => gate.metric.key === metric.key && !gate.passed) ? texts.limits(next.name) : null,
    rungs: steps.map((gates) => {
      const gate = gates.find((one) => one.metric.key === metric.key);
      return {
        required: gate ? Number(gate.required) : null,
        passed: gate?.passed ?? true,
        text: gate?.required ?? null,
        above: gate?.comparison === "ABOVE",
      };
    }),
  }));
}

function findingOf(
  goal: readonly LadderGate[],
  top: readonly LadderGate[],
  next: LadderTier | null,
  highest: LadderTier | null,
): string {
  if (next) {
    const lacking = limitingFirst(goal).map(lackOf);
    return lacking.length > 0 ? texts.lacks(next.name, lacking) : texts.wouldReach(next.name);
  }
  const [narrowest] = top
    .filter(({ metric, required }) => metric.unit !== "FLAG" && Number(required) > 0)
    .map((gate) => ({
      name: gate.metric.name,
      above: (Number(gate.actual) - Number(gate.required)) / Number(gate.required),
    }))
    .sort((one, other) => one.above - other.above);
  const all = texts.reached(highest?.name ?? "");
  return narrowest ? `${all} ${texts.narrowest(narrowest.name, formatShare(narrowest.above.toFixed(2)))}` : all;
}

/** The gates that fail, those first of which the largest part is lacking. */
export function limitingFirst<Gate extends { passed: boolean; missing: string; required: string }>(
  gates: readonly Gate[],
): Gate[] {
  const part = ({ missing, required }: Gate) => (Number(required) > 0 ? Number(missing) / Number(required) : 1);
  return gates.filter(({ passed }) => !passed).sort((one, other) => part(other) - part(one));
}

export function lackOf({ metric, missing, actual }: LadderGate): string {
  if (metric.unit === "FLAG") return texts.lackFlag(metric.name);
  if (actual == null) return texts.noNumber(metric.name);
  return texts.lack(formatMetric(missing, metric), metric.name);
}
