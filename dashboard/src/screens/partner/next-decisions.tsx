// The next three decisions as they are foreseen, each with what makes it so.
import { useId } from "react";
import type { PartnerForecastQuery } from "../../gql/graphql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async, Empty } from "../../parts/async";
import { formatDay, formatMoney } from "../../parts/format";
import { Panel } from "../../parts/page";
import { isOneOf, oneOf, useList } from "../../parts/use-list";
import { Change, Day, TierBadge } from "../../parts/values";
import { forecast as texts, ways } from "../../texts/partner";
import { shortfallOf } from "./keeping";
import type { LadderTier } from "./ladder-rows";
import { PartnerForecast } from "./queries";

type Decision = NonNullable<PartnerForecastQuery["partner"]>["forecast"]["decisions"][number];
type Expiry = Decision["expired"][number];

const KNOWN = { assume: isOneOf(texts.assumptions) };

interface Props {
  externalId: string;
  /** The ladder, lowest first. */
  tiers: readonly LadderTier[];
}

export function NextDecisions({ externalId, tiers }: Props) {
  const list = useList({ prefix: "forecast.", known: KNOWN });
  const assume = oneOf(texts.assumptions, list.get("assume")) ?? "ACTIVITY_CONTINUES";
  const [answer, ask] = useLiveQuery(PartnerForecast, { externalId, assume }, { topics: ["standings", "tiers"] });
  const id = useId();
  const aside = (
    <span className="assume">
      <label htmlFor={id}>{texts.assume}</label>
      <select id={id} value={assume} onChange={({ target }) => list.set("assume", target.value)}>
        {Object.entries(texts.assumptions).map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
    </span>
  );
  return (
    <Panel title={texts.title} aside={aside}>
      <Async answer={answer} retry={ask} lines={6} list={list}>
        {({ partner }) => {
          const decisions = partner?.forecast.decisions ?? [];
          if (decisions.length === 0) return <Empty>{texts.empty}</Empty>;
          return (
            <ol className="foreseen">
              {decisions.map((decision) => (
                <li key={decision.effectiveOn}>
                  <Foreseen decision={decision} tiers={tiers} />
                </li>
              ))}
            </ol>
          );
        }}
      </Async>
    </Panel>
  );
}

function Foreseen({ decision, tiers }: { decision: Decision; tiers: readonly LadderTier[] }) {
  const { effectiveOn, tier, change, expired, expiredCount } = decision;
  const shortfall = shortfallOf(decision);
  const above = tiers.find(({ rank }) => rank === (tier?.rank ?? 0) + 1)?.name;
  return (
    <>
      <p className="foreseen-day">
        <Day value={effectiveOn} />
      </p>
      <p className="foreseen-tier">
        <TierBadge tier={tier} /> <Change kind={change} />
      </p>
      {shortfall && (
        <p className={change === "DEMOTED" ? undefined : "muted"}>{above ? texts.for(above, shortfall) : shortfall}</p>
      )}
      {expiredCount > 0 && (
        <>
          <p className="muted">{texts.ends(expiredCount)}</p>
          <ul className="ending">
            {expired.map((one) => (
              <li key={`${one.way} ${one.client?.externalId} ${one.lastDay}`}>{endingOf(one)}</li>
            ))}
            {expiredCount > expired.length && <li>{texts.more(expiredCount - expired.length)}</li>}
          </ul>
        </>
      )}
    </>
  );
}

function endingOf({ client, mrr, way, lastDay }: Expiry): string {
  const amount = formatMoney(mrr.amount, mrr.currencyCode);
  return texts.ending(client?.name ?? texts.hidden, amount, ways[way] ?? way, formatDay(lastDay));
}
