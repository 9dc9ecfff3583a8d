// One number over time, as a line. Its axis need not begin at 0: it shows the change, the number stands beside it.
import { scaleLinear, scaleTime } from "d3-scale";
import { area, line } from "d3-shape";
import { formatFine } from "../parts/format";
import { MARGIN, TimeAxis, ValueAxis } from "./axes";

export interface Point {
  key: string;
  /** Milliseconds, as of `timeOf`. */
  at: number;
  /** Null where there is none, which leaves a gap. */
  value: number | null;
  /** What is said of it when it is pointed at. */
  title: string;
}

interface Props {
  points: readonly Point[];
  width: number;
  height: number;
  /** Names the colour: `sold` or `managed`. */
  tone: string;
}

export function Trend({ points, width, height, tone }: Props) {
  const known = points.filter(({ value }) => value !== null);
  if (known.length === 0) return null;
  const values = known.map(({ value }) => value ?? 0);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  // However little it moves, a line that moves by a hundredth is not to look like one that halves.
  const room = Math.max((most - least) * 0.15, most * 0.02, 1);
  const y = scaleLinear([Math.max(0, least - room), most + room], [height - MARGIN.bottom, MARGIN.top]).nice(4);
  const x = scaleTime([points[0]?.at ?? 0, points.at(-1)?.at ?? 1], [MARGIN.left + 4, width - MARGIN.right - 4]);
  const drawn = line<Point>(
    ({ at }) => x(at),
    ({ value }) => y(value ?? 0),
  ).defined(({ value }) => value !== null);
  const filled = area<Point>(
    ({ at }) => x(at),
    height - MARGIN.bottom,
    ({ value }) => y(value ?? 0),
  ).defined(({ value }) => value !== null);
  const newest = known.at(-1);
  return (
    <>
      <ValueAxis scale={y} width={width} format={formatFine} />
      <TimeAxis scale={x} width={width} height={height} />
      <g className={`trend ${tone}`}>
        <path className="trend-area" d={filled([...points]) ?? undefined} />
        <path className="trend-line" d={drawn([...points]) ?? undefined} />
        {known.map((point) => (
          <circle
            key={point.key}
            className={point === newest ? "newest" : undefined}
            cx={x(point.at)}
            cy={y(point.value ?? 0)}
            r={point === newest ? 4.5 : 2.5}
          >
            <title>{point.title}</title>
          </circle>
        ))}
      </g>
    </>
  );
}
