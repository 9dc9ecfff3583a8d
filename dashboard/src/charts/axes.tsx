// Axes of the charts over time.
import type { ScaleLinear, ScaleTime } from "d3-scale";
import { formatShort } from "../parts/format";

export const MARGIN = { top: 12, right: 12, bottom: 24, left: 48 };

interface ValueAxisProps {
  scale: ScaleLinear<number, number>;
  width: number;
  format?: (value: number) => string;
}

export function ValueAxis({ scale, width, format = formatShort }: ValueAxisProps) {
  return (
    <g className="axis" aria-hidden="true">
      {scale.ticks(4).map((tick) => (
        <g key={tick} transform={`translate(0 ${scale(tick)})`}>
          <line x1={MARGIN.left} x2={width - MARGIN.right} />
          <text x={MARGIN.left - 8} dy="0.32em" textAnchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
    </g>
  );
}

interface TimeAxisProps {
  scale: ScaleTime<number, number>;
  width: number;
  height: number;
}

export function TimeAxis({ scale, width, height }: TimeAxisProps) {
  const ticks = scale.ticks(Math.max(2, Math.floor(width / 90)));
  const form = new Intl.DateTimeFormat(undefined, { month: "short", year: "numeric", timeZone: "UTC" });
  return (
    <g className="axis" aria-hidden="true" transform={`translate(0 ${height - MARGIN.bottom})`}>
      {ticks.map((tick) => (
        <text key={tick.getTime()} x={scale(tick)} y={16} textAnchor="middle">
          {form.format(tick)}
        </text>
      ))}
    </g>
  );
}
