// A bar for each gate over a ladder of tiers. All bars share the ladder, so the shortest one says which tier is reached.
import { formatMoney, formatShort } from "../parts/format";
import { formatMetric, type Measured } from "../parts/metrics";
import { type Rung, reach } from "./ladder";

export interface GateRow {
  key: string;
  name: string;
  metric: Measured;
  actual: string | null;
  /** One for each tier, lowest first; `above`: what it requires has to be exceeded. */
  rungs: readonly (Rung & { text: string | null; above: boolean })[];
  /** What is said of it when it keeps the partner from the next tier; else null. */
  limits: string | null;
}

interface Props {
  tiers: readonly { key: string; name: string; rank: number }[];
  rows: readonly GateRow[];
  /** The rank of the tier that is reached by all of them. */
  performing: number;
  width: number;
}

const HEAD = 26;
const ROW = 58;
const BAR = 12;

export function heightOf(rows: readonly unknown[]): number {
  return HEAD + rows.length * ROW;
}

export function GateBars({ tiers, rows, performing, width }: Props) {
  const step = width / tiers.length;
  return (
    <g className="gate-bars">
      {tiers.map(({ key, name, rank }, place) => (
        <g key={key} className={`tier-${Math.min(rank, 8)}`} transform={`translate(${place * step} 0)`}>
          {place === performing && <rect className="gate-next" width={step - 3} height={heightOf(rows)} rx={6} />}
          <text x={step - 8} y={17} textAnchor="end" className={place < performing ? "gate-tier met" : "gate-tier"}>
            {shorten(name, step)}
          </text>
        </g>
      ))}
      {rows.map((row, index) => (
        <Bar key={row.key} row={row} step={step} top={HEAD + index * ROW} width={width} />
      ))}
    </g>
  );
}

function Bar({ row, step, top, width }: { row: GateRow; step: number; top: number; width: number }) {
  const { name, metric, actual, rungs, limits } = row;
  const value = formatMetric(actual, metric);
  // Letters are some 8 units wide. What does not fit is said by the caption, too.
  const fits = (name.length + (limits?.length ?? 0) + value.length + 4) * 8 < width;
  const place = reach(actual === null ? null : Number(actual), rungs);
  return (
    <g className={limits ? "gate limiting" : "gate"} transform={`translate(0 ${top})`}>
      <text x={4} y={16} className="gate-name">
        {name}
        {limits && <tspan className="gate-limits">{fits ? ` ${limits}` : " !"}</tspan>}
      </text>
      <text x={width - 8} y={16} textAnchor="end" className="gate-value">
        {value}
      </text>
      {rungs.map(({ required, text, above }, tier) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rung is its place on the ladder
        <g key={tier} transform={`translate(${tier * step} 22)`}>
          <rect className="gate-track" width={step - 3} height={BAR} rx={2} />
          <rect
            className={tier < Math.floor(place) ? "gate-fill" : "gate-fill short"}
            width={Math.max(0, Math.min(1, place - tier)) * (step - 3)}
            height={BAR}
            rx={2}
          />
          {required !== null && text !== null && metric.unit !== "FLAG" && (
            <>
              <line className="gate-mark" x1={step - 3} x2={step - 3} y1={-2} y2={BAR + 4} />
              <text className="gate-required" x={step - 8} y={BAR + 14} textAnchor="end">
                {above && "> "}
                {formatMark(required, text, metric, step)}
              </text>
            </>
          )}
        </g>
      ))}
    </g>
  );
}

/** As exact as there is room for: the table below the picture has all digits. */
function formatMark(required: number, text: string, metric: Measured, room: number): string {
  if (metric.unit !== "MONEY" || !metric.currencyCode) return formatMetric(text, metric);
  return room < 84 ? formatShort(required) : formatMoney(text, metric.currencyCode, { whole: /[.]0*$/.test(text) });
}

function shorten(name: string, room: number): string {
  const letters = Math.floor((room - 8) / 7.5);
  return name.length > letters ? `${name.slice(0, Math.max(1, letters - 1))}.` : name;
}
