// One decision: its numbers, its revisions, and the clients that each revision rests on.
import { Link, useSearch } from "wouter";
import { graphql } from "../../gql";
import type { PartnerDecisionQuery } from "../../gql/graphql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async, Empty } from "../../parts/async";
import { formatDay } from "../../parts/format";
import { formatMetric } from "../../parts/metrics";
import { Dialog } from "../../parts/page";
import { useList } from "../../parts/use-list";
import { Change, Instant, TierBadge } from "../../parts/values";
import { common } from "../../texts/common";
import { decisions as texts } from "../../texts/partner";
import { DecisionCredits } from "./decision-credits";
import { withParameter } from "./explain-link";
import { SimpleTable } from "./simple-table";
import { awaiting, useBeside } from "./use-beside";

const PartnerDecision = graphql(`
  query PartnerDecision($id: ID!, $first: Int, $last: Int, $after: String, $before: String) {
    node(id: $id) {
      id
      ... on TierDecision {
        effectiveOn asOf revision change provisional
        tier { id name rank }
        edition { id name }
        metrics { value metric { key name unit currencyCode } }
        revisions { id revision knownAt supersededAt provisional tier { id name rank } }
        credits(first: $first, last: $last, after: $after, before: $before) {
          totalCount
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
          nodes {
            id
            client { id externalId name }
            credit {
              appsUsed countsInMedian
              sold { status countsUntil mrr { amount currencyCode } }
              managed { status countsUntil mrr { amount currencyCode } }
            }
          }
        }
      }
    }
  }
`);

export type ShownDecision = Extract<NonNullable<PartnerDecisionQuery["node"]>, { revisions: unknown }>;

export function DecisionDialog() {
  const [id, close] = useBeside("decision");
  const list = useList({ prefix: "decision.", pageSize: 20 });
  const [answer, ask] = useLiveQuery(PartnerDecision, { id, ...list.place }, { topics: ["tiers"], pause: id === "" });
  const node = answer.data?.node;
  const isIt = node?.id === id;
  const title = isIt && "revisions" in node ? texts.one(formatDay(node.effectiveOn)) : texts.title;
  return (
    <Dialog side title={title} open={id !== ""} onClose={close}>
      <Async answer={awaiting(answer, isIt)} retry={ask} lines={12} list={list}>
        {({ node }) =>
          node && "revisions" in node ? (
            <div className="beside">
              <Outcome decision={node} />
              <Revisions decision={node} />
              <DecisionCredits decision={node} list={list} />
            </div>
          ) : (
            <Empty>{texts.none}</Empty>
          )
        }
      </Async>
    </Dialog>
  );
}

function Outcome({ decision: { tier, change, provisional, asOf, edition, metrics } }: { decision: ShownDecision }) {
  return (
    <div>
      <p className="fact-value">
        <TierBadge tier={tier} /> <Change kind={change} />
        {provisional && <span className="badge warn">{common.provisional}</span>}
      </p>
      <p className="muted">{texts.about(formatDay(asOf), edition.name)}</p>
      <dl className="facts">
        {metrics.map(({ metric, value }) => (
          <div key={metric.key}>
            <dt>{metric.name}</dt>
            <dd className="number">{formatMetric(value, metric)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Revisions({ decision: { id, revisions } }: { decision: ShownDecision }) {
  const search = useSearch();
  const { revisionColumns: names } = texts;
  return (
    <SimpleTable
      title={texts.revisions}
      note={texts.revisionsNote}
      rows={revisions}
      keyOf={(one) => one.id}
      empty={common.none}
      columns={[
        {
          name: names.revision,
          of: (one) =>
            one.id === id ? (
              <strong>
                {one.revision}, {texts.shown}
              </strong>
            ) : (
              <Link href={`?${withParameter(search, "decision", one.id)}`}>{one.revision}</Link>
            ),
        },
        { name: names.tier, of: ({ tier }) => <TierBadge tier={tier} /> },
        { name: names.known, of: ({ knownAt }) => <Instant value={knownAt} /> },
        {
          name: names.superseded,
          of: ({ supersededAt }) => (supersededAt ? <Instant value={supersededAt} /> : texts.latest),
        },
      ]}
    />
  );
}
