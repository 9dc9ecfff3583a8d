// Who rose and who fell by the newest decisions, and by which gate.
import { graphql } from "../../gql";
import type { PortfolioMoversQuery, TierChangeKind } from "../../gql/graphql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async, Empty } from "../../parts/async";
import { Choice } from "../../parts/choice";
import { formatMetric } from "../../parts/metrics";
import { Panel } from "../../parts/page";
import { isOneOf, oneOf, useList } from "../../parts/use-list";
import { Day } from "../../parts/values";
import { portfolio } from "../../texts/portfolio";
import { PartnerRow, Rows, TierMove } from "./rows";

const Movers = graphql(`
  query PortfolioMovers($change: TierChangeKind, $first: Int, $last: Int, $after: String, $before: String) {
    portfolio {
      movers(change: $change, first: $first, last: $last, after: $after, before: $before) {
        edges {
          gates { actual before required comparison metric { key name unit currencyCode } }
          node {
            id effectiveOn
            tier { id name rank }
            previousTier { id name rank }
            partner { id externalId name }
          }
        }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
      rose: movers(change: PROMOTED, first: 1) { totalCount nodes { id effectiveOn } }
      fell: movers(change: DEMOTED, first: 1) { totalCount nodes { id effectiveOn } }
    }
  }
`);

type Gate = NonNullable<NonNullable<PortfolioMoversQuery["portfolio"]>["movers"]>["edges"][number]["gates"][number];

/** What the address may say of who is shown. */
const CHANGES = { all: null, rose: "PROMOTED", fell: "DEMOTED" } as const satisfies Record<
  string,
  TierChangeKind | null
>;
const KNOWN = { who: isOneOf(CHANGES) };

export function MoversPanel() {
  const texts = portfolio.movers;
  const list = useList({ prefix: "moved.", pageSize: 8, known: KNOWN });
  const change = CHANGES[oneOf(CHANGES, list.get("who")) ?? "all"];
  const [answer, ask] = useLiveQuery(Movers, { change, ...list.place }, { topics: ["tiers"] });
  const { rose, fell } = answer.data?.portfolio ?? {};
  const on = (rose?.nodes[0] ?? fell?.nodes[0])?.effectiveOn;
  const options = [
    { value: "all", name: texts.all, count: rose && fell ? rose.totalCount + fell.totalCount : undefined },
    { value: "rose", name: texts.rose, count: rose?.totalCount },
    { value: "fell", name: texts.fell, count: fell?.totalCount },
  ];
  return (
    <Panel
      title={texts.title}
      aside={<Choice label={texts.label} name="moved.who" options={options} resets="moved." />}
    >
      <p className="muted">
        {on && (
          <>
            {texts.on} <Day value={on} />
          </>
        )}
      </p>
      <Async answer={answer} retry={ask} lines={8} list={list}>
        {({ portfolio: found }) => {
          const movers = found?.movers;
          const empty = change === null ? texts.empty : change === "PROMOTED" ? texts.noneRose : texts.noneFell;
          if (!movers) return <Empty>{empty}</Empty>;
          return (
            <Rows list={list} page={movers.pageInfo} empty={empty}>
              {movers.edges.map(({ node, gates }) => (
                <PartnerRow
                  key={node.id}
                  partner={node.partner}
                  what={<TierMove from={node.previousTier} to={node.tier} />}
                >
                  {gates.length === 0
                    ? texts.edition
                    : gates.map((gate) => <MoverGate key={gate.metric.key} gate={gate} />)}
                </PartnerRow>
              ))}
            </Rows>
          );
        }}
      </Async>
    </Panel>
  );
}

function MoverGate({ gate }: { gate: Gate }) {
  const texts = portfolio.movers;
  const { metric, before, actual, required, comparison } = gate;
  if (metric.unit === "FLAG")
    return <span>{Number(actual) ? texts.gained(metric.name) : texts.lost(metric.name)}</span>;
  const need = formatMetric(required, metric);
  return (
    <span>
      {texts.gate(
        metric.name,
        formatMetric(before, metric),
        formatMetric(actual, metric),
        comparison === "ABOVE" ? `${texts.beyond} ${need}` : need,
      )}
    </span>
  );
}
