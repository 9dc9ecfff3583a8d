// A partner in short.
import { graphql } from "../../gql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async, Empty } from "../../parts/async";
import { formatMetric } from "../../parts/metrics";
import { Day, TierBadge } from "../../parts/values";
import { partners } from "../../texts/partners";

const Summary = graphql(`
  query PartnersSummary($externalId: String!) {
    partner(externalId: $externalId) {
      id name country certifiedUntil tierSince
      tier { id name rank }
      standing { id asOf performingTier { id name rank } metrics { value metric { key name unit currencyCode } } }
    }
  }
`);

export function PartnerSummary({ externalId }: { externalId: string }) {
  const [answer, ask] = useLiveQuery(Summary, { externalId }, { topics: ["standings", "tiers"] });
  const { columns } = partners;
  return (
    <Async answer={answer} retry={() => ask({ requestPolicy: "network-only" })} lines={8}>
      {({ partner }) =>
        partner ? (
          <dl className="facts">
            <dt>{columns.tier}</dt>
            <dd>
              <TierBadge tier={partner.tier} />
            </dd>
            <dt>{columns.tierSince}</dt>
            <dd>
              <Day value={partner.tierSince} />
            </dd>
            <dt>{columns.performingTier}</dt>
            <dd>
              <TierBadge tier={partner.standing?.performingTier} />
            </dd>
            <dt>{columns.certifiedUntil}</dt>
            <dd>
              <Day value={partner.certifiedUntil} />
            </dd>
            {partner.standing?.metrics.map(({ value, metric }) => (
              <div key={metric.key}>
                <dt>{metric.name}</dt>
                <dd className="number">{formatMetric(value, metric)}</dd>
              </div>
            ))}
          </dl>
        ) : (
          <Empty />
        )
      }
    </Async>
  );
}
