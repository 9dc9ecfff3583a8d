// Each number that gates look at, over time, with what is foreseen of it.
import { useMemo } from "react";
import { Figure } from "../../charts/figure";
import { StepChart } from "../../charts/step-chart";
import type { PartnerHeadQuery } from "../../gql/graphql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async, Empty } from "../../parts/async";
import { formatDay, formatShare, formatShort } from "../../parts/format";
import { formatMetric } from "../../parts/metrics";
import { Panel } from "../../parts/page";
import type { Column } from "../../parts/rows-table";
import { common } from "../../texts/common";
import { history as texts } from "../../texts/partner";
import { bandsOf, captionOf, heldOf, type Row, rowsOf, type Series } from "./history-series";
import type { LadderTier } from "./ladder-rows";
import { PartnerForecast, PartnerHistory } from "./queries";
import { gatesOf, MOST_TIERS, useLadder } from "./use-ladder";

const HEIGHT = 190;

interface Props {
  partner: NonNullable<PartnerHeadQuery["partner"]>;
  tiers: readonly LadderTier[];
}

export function HistoryPanel({ partner, tiers: all }: Props) {
  const { externalId } = partner;
  const tiers = all.slice(0, MOST_TIERS);
  const topics = ["standings", "tiers"] as const;
  const [answer, ask] = useLiveQuery(PartnerHistory, { externalId }, { topics });
  const [ladder] = useLadder(externalId, tiers);
  const [foreseen] = useLiveQuery(PartnerForecast, { externalId, assume: "ACTIVITY_CONTINUES" }, { topics });
  return (
    <Panel title={texts.title}>
      <Async answer={answer} retry={ask} lines={10}>
        {({ partner: found }) => {
          const known = {
            decided: found?.tierHistory.nodes ?? [],
            standing: partner.standing ?? null,
            foreseen: foreseen.data?.partner?.forecast.decisions ?? [],
            credited: partner.tier ?? null,
          };
          const gates = ladder.data ? gatesOf(ladder.data, tiers) : [];
          const series = (known.standing ?? known.decided[0])?.metrics
            .filter(({ metric }) => metric.unit !== "FLAG")
            .map(({ metric }) => ({
              metric,
              rows: rowsOf(metric.key, known),
              bands: bandsOf(metric.key, tiers, gates),
            }))
            .filter(({ bands }) => bands.length > 0 || gates.length === 0);
          if (!series || series.length === 0) return <Empty>{texts.empty}</Empty>;
          return (
            <>
              <p className="muted">{texts.about(gates.length > 0)}</p>
              <div className="histories">
                {series.map((one) => (
                  <History key={one.metric.key} series={one} />
                ))}
              </div>
            </>
          );
        }}
      </Async>
    </Panel>
  );
}

function History({ series }: { series: Series }) {
  const { metric, rows, bands } = series;
  const columns = useMemo(
    (): Column<Row>[] => [
      { name: texts.columns.day, of: ({ day, kind }) => `${formatDay(day)}, ${texts.kinds[kind]}` },
      { name: metric.name, of: ({ value }) => formatMetric(value, metric), number: true },
      { name: texts.columns.tier, of: ({ tier }) => tier?.name ?? common.tier.none },
    ],
    [metric],
  );
  const point = ({ day, value }: Row) => ({ day, value: value === null ? null : Number(value) });
  const known = rows.filter(({ kind }) => kind !== "foreseen");
  return (
    <Figure caption={captionOf(series)} rows={rows} keyOf={({ day }) => day} columns={columns} height={HEIGHT}>
      {(width) => (
        <StepChart
          points={known.map(point)}
          foreseen={rows.slice(Math.max(0, known.length - 1)).map(point)}
          bands={bands}
          held={heldOf(rows)}
          width={width}
          height={HEIGHT}
          format={metric.unit === "RATIO" ? (value) => formatShare(String(value)) : formatShort}
        />
      )}
    </Figure>
  );
}
