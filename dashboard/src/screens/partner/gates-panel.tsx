// A bar for each gate, with a mark for each tier. Where a tier has alternatives, each way up is a picture of its own.
import { useMemo } from "react";
import { Figure } from "../../charts/figure";
import { GateBars, type GateRow, heightOf } from "../../charts/gate-bars";
import type { PartnerHeadQuery } from "../../gql/graphql";
import { Async, Empty } from "../../parts/async";
import { formatMetric } from "../../parts/metrics";
import { Panel } from "../../parts/page";
import type { Column } from "../../parts/rows-table";
import { gates as texts } from "../../texts/partner";
import { ExplainLink } from "./explain-link";
import { type LadderTier, waysUp } from "./ladder-rows";
import { gatesOf, MOST_TIERS, useLadder } from "./use-ladder";

type Standing = NonNullable<NonNullable<PartnerHeadQuery["partner"]>["standing"]>;

interface Props {
  externalId: string;
  tiers: readonly LadderTier[];
  standing: Standing;
}

export function GatesPanel({ externalId, tiers, standing }: Props) {
  const shown = tiers.slice(0, MOST_TIERS);
  const [answer, ask] = useLadder(externalId, shown);
  const next = standing.nextTier ?? null;
  return (
    <Panel title={texts.title}>
      <Async answer={answer} retry={ask} lines={8}>
        {(data) => {
          const ways = waysUp(shown, gatesOf(data, shown), next);
          if (ways.length === 0) return <Empty>{texts.noGates}</Empty>;
          const tier = next?.name ?? shown.at(-1)?.name ?? "";
          const performing = standing.performingTier?.rank ?? 0;
          return (
            <>
              {ways.length > 1 && <p className="muted">{texts.anyOf(tier)}</p>}
              {ways.map(({ rows, finding }, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a way is its place among the alternatives
                <div key={place} className="way">
                  {ways.length > 1 && <h3>{texts.way(place + 1, tier)}</h3>}
                  <Ladder tiers={shown} rows={rows} finding={finding} performing={performing} />
                </div>
              ))}
              <Behind externalId={externalId} standing={standing} />
            </>
          );
        }}
      </Async>
    </Panel>
  );
}

interface LadderProps {
  tiers: readonly LadderTier[];
  rows: readonly GateRow[];
  finding: string;
  performing: number;
}

function Ladder({ tiers, rows, finding, performing }: LadderProps) {
  const columns = useMemo(
    (): Column<GateRow>[] => [
      { name: texts.columns.metric, of: ({ name }) => name },
      { name: texts.columns.actual, of: ({ actual, metric }) => formatMetric(actual, metric), number: true },
      ...tiers.map(({ name }, place) => ({
        name: texts.takes(name),
        of: ({ rungs, metric }: GateRow) => takes(rungs[place], metric),
        number: true,
      })),
      { name: texts.columns.limits, of: ({ limits }) => (limits ? texts.limiting : texts.notLimiting) },
    ],
    [tiers],
  );
  return (
    <Figure caption={finding} rows={rows} keyOf={({ key }) => key} columns={columns} height={heightOf(rows)}>
      {(width) => <GateBars tiers={tiers} rows={rows} performing={performing} width={width} />}
    </Figure>
  );
}

function Behind({ externalId, standing }: { externalId: string; standing: Standing }) {
  return (
    <p className="behind">
      <span className="muted">{texts.why}</span>
      {standing.metrics.map(({ metric, value }) => (
        <ExplainLink key={metric.key} externalId={externalId} metric={metric.key}>
          {metric.name} {formatMetric(value, metric)}
        </ExplainLink>
      ))}
    </p>
  );
}

function takes(rung: GateRow["rungs"][number] | undefined, metric: GateRow["metric"]): string {
  const text = formatMetric(rung?.text, metric);
  return rung?.above ? texts.above(text) : text;
}
