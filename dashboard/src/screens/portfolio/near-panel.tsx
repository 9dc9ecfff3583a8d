// Who lacks least for the next tier, and what.
import { graphql } from "../../gql";
import type { PortfolioNearNextQuery } from "../../gql/graphql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async, Empty } from "../../parts/async";
import { formatMetric } from "../../parts/metrics";
import { Panel } from "../../parts/page";
import { useList } from "../../parts/use-list";
import { TierBadge } from "../../parts/values";
import { portfolio } from "../../texts/portfolio";
import { PartnerRow, Rows } from "./rows";

const NearNext = graphql(`
  query PortfolioNearNext($first: Int, $last: Int, $after: String, $before: String) {
    portfolio {
      nearNext(first: $first, last: $last, after: $after, before: $before) {
        edges {
          lack
          tier { id name rank }
          gates { id required missing metric { key name unit currencyCode } }
          node { id externalId name tier { id name rank } }
        }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  }
`);

type Near = NonNullable<NonNullable<PortfolioNearNextQuery["portfolio"]>["nearNext"]>["edges"][number];

export function NearPanel() {
  const texts = portfolio.near;
  const list = useList({ prefix: "near.", pageSize: 10 });
  const [answer, ask] = useLiveQuery(NearNext, { ...list.place }, { topics: ["standings", "tiers"] });
  return (
    <Panel title={texts.title}>
      <p className="muted">{texts.about}</p>
      <Async answer={answer} retry={ask} lines={8} list={list}>
        {({ portfolio: found }) => {
          const near = found?.nearNext;
          if (!near) return <Empty>{texts.empty}</Empty>;
          return (
            <Rows list={list} page={near.pageInfo} empty={texts.empty}>
              {near.edges.map((edge) => (
                <PartnerRow
                  key={edge.node.id}
                  partner={edge.node}
                  what={<TierBadge tier={edge.tier} />}
                  aside={(edge.node.tier?.rank ?? 0) >= edge.tier.rank && texts.held}
                >
                  {edge.gates.map((gate) => (
                    <Lacking key={gate.id} gate={gate} />
                  ))}
                </PartnerRow>
              ))}
            </Rows>
          );
        }}
      </Async>
    </Panel>
  );
}

function Lacking({ gate: { metric, required, missing } }: { gate: Near["gates"][number] }) {
  const texts = portfolio.near;
  if (metric.unit === "FLAG") return <span>{texts.flag(metric.name)}</span>;
  return <span>{texts.lacks(formatMetric(missing, metric), formatMetric(required, metric), metric.name)}</span>;
}
