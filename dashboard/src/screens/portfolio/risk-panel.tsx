// Who is about to fall on one of the next three decisions, why, and when.
import { graphql } from "../../gql";
import type { PortfolioAtRiskQuery } from "../../gql/graphql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async, Empty } from "../../parts/async";
import { Choice } from "../../parts/choice";
import { ClientLink } from "../../parts/links";
import { Panel } from "../../parts/page";
import { isOneOf, useList } from "../../parts/use-list";
import { Day, Money } from "../../parts/values";
import { portfolio } from "../../texts/portfolio";
import { PartnerRow, Rows, TierMove } from "./rows";

const AtRisk = graphql(`
  query PortfolioAtRisk($decisions: Int!, $first: Int, $last: Int, $after: String, $before: String) {
    portfolio {
      atRisk(decisions: $decisions, first: $first, last: $last, after: $after, before: $before) {
        nodes {
          id effectiveOn lastDay
          mrr { amount currencyCode }
          metric { key name unit }
          tier { id name rank }
          client { id externalId name }
          partner { id externalId name tier { id name rank } }
        }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
      one: atRisk(decisions: 1, first: 0) { totalCount }
      two: atRisk(decisions: 2, first: 0) { totalCount }
      three: atRisk(decisions: 3, first: 0) { totalCount }
    }
  }
`);

/** Of how many decisions, as the address says it. */
const WITHIN = { 1: 1, 2: 2, 3: 3 };
const KNOWN = { within: isOneOf(WITHIN) };

type Foreseen = NonNullable<NonNullable<PortfolioAtRiskQuery["portfolio"]>["atRisk"]>["nodes"][number];

export function RiskPanel() {
  const texts = portfolio.risk;
  const list = useList({ prefix: "risk.", pageSize: 8, known: KNOWN });
  const decisions = Number(list.get("within") || WITHIN[3]);
  const [answer, ask] = useLiveQuery(AtRisk, { decisions, ...list.place }, { topics: ["forecasts", "tiers"] });
  const { one, two, three } = answer.data?.portfolio ?? {};
  const options = [
    { value: "3", name: texts.within[3], count: three?.totalCount },
    { value: "2", name: texts.within[2], count: two?.totalCount },
    { value: "1", name: texts.within[1], count: one?.totalCount },
  ];
  return (
    <Panel
      title={texts.title}
      aside={<Choice label={texts.label} name="risk.within" options={options} resets="risk." />}
    >
      <p className="muted">{texts.about}</p>
      <Async answer={answer} retry={ask} lines={8} list={list}>
        {({ portfolio: found }) => {
          const risks = found?.atRisk;
          if (!risks) return <Empty>{texts.empty}</Empty>;
          return (
            <Rows list={list} page={risks.pageInfo} empty={texts.empty}>
              {risks.nodes.map((foreseen) => (
                <PartnerRow
                  key={foreseen.id}
                  partner={foreseen.partner}
                  what={<TierMove from={foreseen.partner.tier} to={foreseen.tier} />}
                  aside={
                    <>
                      <Money value={foreseen.mrr} whole /> {texts.mrrOn} <Day value={foreseen.effectiveOn} />
                    </>
                  }
                >
                  <Why foreseen={foreseen} />
                </PartnerRow>
              ))}
            </Rows>
          );
        }}
      </Async>
    </Panel>
  );
}

/** What keeps it from the tier that it has, and what of that ends when. */
function Why({ foreseen: { metric, client, lastDay, partner } }: { foreseen: Foreseen }) {
  const texts = portfolio.risk;
  if (!metric) return texts.unknown;
  if (!lastDay) return `${metric.name}: ${texts.tooLow}`;
  return (
    <span>
      {metric.name}:{" "}
      {client ? (
        <>
          <ClientLink client={client} partner={partner} /> {texts.counts}
        </>
      ) : (
        texts.until
      )}{" "}
      <Day value={lastDay} />
    </span>
  );
}
