// A number over time as steps, over the bands of the tiers that it is good for, and dashed what is foreseen of it.
import { timeOf } from "../parts/format";
import { MARGIN, TimeAxis, ValueAxis } from "./axes";
import { type Band, bandSpans, type Point, stepPath, stepScales, topOf } from "./steps";

/** Which tier is held from a day on; 0 for none. */
export interface Held {
  day: string;
  rank: number;
  foreseen: boolean;
}

interface Props {
  points: readonly Point[];
  /** Begins where the points end. */
  foreseen: readonly Point[];
  bands: readonly Band[];
  /** A strip at the foot of the picture. */
  held: readonly Held[];
  width: number;
  height: number;
  format?: (value: number) => string;
}

const STRIP = 6;

export function StepChart({ points, foreseen, bands, held, width, height, format }: Props) {
  const all = [...points, ...foreseen];
  const values = all.map(({ value }) => value);
  const top = topOf(values, bands);
  const lowest = Math.min(0, ...values.filter((value) => value !== null));
  const box = {
    left: MARGIN.left,
    right: width - MARGIN.right,
    top: MARGIN.top,
    bottom: height - MARGIN.bottom - STRIP - 4,
  };
  const scales = stepScales(
    all.map(({ day }) => day),
    top,
    lowest,
    box,
  );
  const { x, y } = scales;
  const end = points.at(-1);
  const onward = foreseen.length > 0 && foreseen.at(-1)?.value !== null ? `H${box.right}` : "";
  const until = end ? x(timeOf(end.day)) : box.right;
  return (
    <>
      {bandSpans(bands, lowest, top).map(({ name, rank, from, to }) => (
        <g key={name} className={`band tier-${Math.min(rank, 8)}`}>
          <rect x={box.left} width={box.right - box.left} y={y(to)} height={y(from) - y(to)} />
          {y(from) - y(to) > 14 && (
            <text x={box.left + 6} y={y(from) - 4}>
              {name}
            </text>
          )}
        </g>
      ))}
      <ValueAxis scale={y} width={width} {...(format && { format })} />
      <TimeAxis scale={x} width={width} height={height} />
      {held.map(({ day, rank, foreseen }, place) => {
        const next = held[place + 1];
        const from = x(timeOf(day));
        const to = next ? x(timeOf(next.day)) : box.right;
        return (
          <rect
            key={day}
            className={`held tier-${Math.min(rank, 8)}${foreseen ? " foreseen-held" : ""}`}
            x={from}
            width={Math.max(0, to - from)}
            y={box.bottom + 4}
            height={STRIP}
          />
        );
      })}
      <line className="steps-today" x1={until} x2={until} y1={box.top} y2={box.bottom} />
      <path className="steps" d={stepPath(points, scales)} />
      <path className="steps foreseen-steps" d={stepPath(foreseen, scales) + onward} />
      {end && end.value !== null && <circle className="steps-end" cx={until} cy={y(end.value)} r={4} />}
    </>
  );
}
