// Columns over time, each stacked of the same layers: of all partners, how many hold which tier.
import { scaleBand, scaleLinear } from "d3-scale";
import { stack } from "d3-shape";
import { MARGIN, ValueAxis } from "./axes";

export interface Layer {
  key: string;
  /** Which of the tiers' colours it has. */
  rank: number;
}

export interface ColumnOf {
  key: string;
  /** Below the column; where columns are narrow, only some have it. */
  label: string;
  /** What several neighbours share, such as the year: it stands below the first label of each. */
  group: string;
  /** What is said of it when it is pointed at. */
  title: string;
  values: Readonly<Record<string, number>>;
}

interface Props {
  columns: readonly ColumnOf[];
  /** From the lowest up. */
  layers: readonly Layer[];
  width: number;
  height: number;
}

const LABEL_WIDTH = 40;
const BELOW = 40;

export function StackedColumns({ columns, layers, width, height }: Props) {
  const x = scaleBand(
    columns.map(({ key }) => key),
    [MARGIN.left, width - MARGIN.right],
  ).padding(0.25);
  const most = Math.max(
    1,
    ...columns.map(({ values }) => layers.reduce((sum, { key }) => sum + (values[key] ?? 0), 0)),
  );
  const y = scaleLinear([0, most], [height - BELOW, MARGIN.top]).nice(4);
  const stacked = stack<unknown, ColumnOf, Layer>()
    .keys(layers)
    .value(({ values }, { key }) => values[key] ?? 0)([...columns]);
  const every = Math.max(1, Math.ceil(LABEL_WIDTH / x.step()));
  // Counted from the newest, which always has its label.
  const labelled = columns.filter((_, at) => (columns.length - 1 - at) % every === 0);
  return (
    <>
      <ValueAxis scale={y} width={width} />
      {stacked.map((series) => (
        <g key={series.key.key} className={`stack tier-${Math.min(series.key.rank, 8)}`}>
          {series.map((part) => (
            <rect
              key={part.data.key}
              x={x(part.data.key)}
              y={y(part[1])}
              width={x.bandwidth()}
              height={Math.max(0, y(part[0]) - y(part[1]))}
            >
              <title>{part.data.title}</title>
            </rect>
          ))}
        </g>
      ))}
      <g className="axis" aria-hidden="true" transform={`translate(0 ${height - BELOW})`}>
        {labelled.map(({ key, label, group }, at) => {
          const middle = (x(key) ?? 0) + x.bandwidth() / 2;
          return (
            <text key={key} x={middle} y={16} textAnchor="middle">
              {label}
              {group !== labelled[at - 1]?.group && (
                <tspan x={middle} dy="1.25em">
                  {group}
                </tspan>
              )}
            </text>
          );
        })}
      </g>
    </>
  );
}
