// Partners by tier now and by month, with what they sold and manage together.
import { Figure } from "../../charts/figure";
import { StackedColumns } from "../../charts/stacked-columns";
import { graphql } from "../../gql";
import type { PortfolioHistoryQuery } from "../../gql/graphql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async, Empty } from "../../parts/async";
import { formatDay, formatMonthName, formatNumber } from "../../parts/format";
import { Panel } from "../../parts/page";
import { useList } from "../../parts/use-list";
import { Day } from "../../parts/values";
import { common } from "../../texts/common";
import { portfolio } from "../../texts/portfolio";
import { tierCaption } from "./captions";
import { MrrTrend } from "./mrr-trend";
import { TiersNow } from "./tiers-now";

const History = graphql(`
  query PortfolioHistory($months: Int!) {
    portfolio {
      history(months: $months) {
        day
        sold { amount currencyCode }
        managed { amount currencyCode }
        tierCounts { count tier { id key name rank } }
      }
    }
  }
`);

export type PortfolioDay = NonNullable<NonNullable<PortfolioHistoryQuery["portfolio"]>["history"]>[number];
export type TierCount = PortfolioDay["tierCounts"][number];

const HEIGHT = 320;
const SPANS = [12, 24, 36, 60];
const KNOWN = { months: (text: string) => SPANS.some((span) => String(span) === text) };

export function TiersPanel() {
  const texts = portfolio.tiers;
  const list = useList({ known: KNOWN });
  const months = Number(list.get("months") || SPANS[0]);
  const [answer, ask] = useLiveQuery(History, { months }, { topics: ["tiers", "standings"] });
  return (
    <Panel
      wide
      title={texts.title}
      aside={
        <label className="inline">
          {texts.months}{" "}
          <select value={months} onChange={({ target }) => list.set("months", target.value)}>
            {SPANS.map((span) => (
              <option key={span} value={span}>
                {texts.monthsOf(span)}
              </option>
            ))}
          </select>
        </label>
      }
    >
      <Async answer={answer} retry={ask} lines={12} list={list}>
        {({ portfolio: found }) => <Days days={found?.history ?? []} />}
      </Async>
    </Panel>
  );
}

function Days({ days }: { days: readonly PortfolioDay[] }) {
  const texts = portfolio.tiers;
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return <Empty>{texts.caption.empty}</Empty>;
  const layers = layersOf(days);
  const columns = days.map((one) => ({
    key: one.day,
    label: one === last ? texts.nowShort : formatMonthName(one.day),
    group: one.day.slice(0, 4),
    title: `${formatDay(one.day)}: ${layers.map((layer) => `${layer.name} ${countOf(one, layer.key)}`).join(", ")}`,
    values: Object.fromEntries(layers.map(({ key }) => [key, countOf(one, key)])),
  }));
  const { sold, managed } = texts.mrr;
  return (
    <div className="tiers">
      <TiersNow first={first} last={last} />
      <Figure
        caption={tierCaption(days)}
        height={HEIGHT}
        rows={days.toReversed()}
        keyOf={({ day }) => day}
        columns={[
          { name: texts.day, of: ({ day }) => <Day value={day} /> },
          ...layers.toReversed().map(({ key, name }) => ({
            name,
            of: (day: PortfolioDay) => formatNumber(countOf(day, key)),
            number: true,
          })),
        ]}
      >
        {(width) => <StackedColumns columns={columns} layers={layers} width={width} height={HEIGHT} />}
      </Figure>
      <div className="trends">
        <MrrTrend name={sold} tone="sold" days={days.map(({ day, sold: value }) => ({ day, value }))} />
        <MrrTrend name={managed} tone="managed" days={days.map(({ day, managed: value }) => ({ day, value }))} />
      </div>
    </div>
  );
}

const NO_TIER = "";

/** All tiers that were held in these days, those of older editions too; those without a tier lie at the bottom. */
function layersOf(days: readonly PortfolioDay[]) {
  const tiers = new Map<string, { key: string; name: string; rank: number }>();
  for (const { tierCounts } of days)
    for (const { tier } of tierCounts)
      if (tier) tiers.set(tier.key, { key: tier.key, name: tier.name, rank: tier.rank });
  return [
    { key: NO_TIER, name: common.tier.none, rank: 0 },
    ...[...tiers.values()].sort((one, other) => one.rank - other.rank),
  ];
}

/** Of one key there may be several, of different editions. */
function countOf({ tierCounts }: PortfolioDay, key: string): number {
  return tierCounts.reduce((sum, { tier, count }) => ((tier?.key ?? NO_TIER) === key ? sum + count : sum), 0);
}
