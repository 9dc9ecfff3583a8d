// Everything that was decided about the partner, newest first. A decision opens beside the screen.
import { useMemo } from "react";
import { Link, useSearch } from "wouter";
import { graphql } from "../../gql";
import type { PartnerDecisionsQuery } from "../../gql/graphql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async } from "../../parts/async";
import { DataTable, type TableColumn } from "../../parts/data-table";
import { formatMetric } from "../../parts/metrics";
import { Panel } from "../../parts/page";
import { isOrderBy, useList } from "../../parts/use-list";
import { Change, Day, Instant, TierBadge } from "../../parts/values";
import { common } from "../../texts/common";
import { decisions as texts } from "../../texts/partner";
import { withParameter } from "./explain-link";

const PartnerDecisions = graphql(`
  query PartnerDecisions(
    $externalId: String!, $first: Int, $last: Int, $after: String, $before: String, $orderBy: TierDecisionOrder
  ) {
    partner(externalId: $externalId) {
      id
      tierHistory(first: $first, last: $last, after: $after, before: $before, orderBy: $orderBy) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        nodes {
          id effectiveOn revision change provisional knownAt
          tier { id name rank }
          performingTier { id name rank }
          metrics { value metric { key name unit currencyCode } }
        }
      }
    }
  }
`);

type Decision = NonNullable<PartnerDecisionsQuery["partner"]>["tierHistory"]["nodes"][number];

const USUAL = { field: "EFFECTIVE_ON", direction: "DESC" } as const;
const KNOWN = { order: isOrderBy({ EFFECTIVE_ON: true }) };

export function DecisionsPanel({ externalId }: { externalId: string }) {
  const list = useList({ prefix: "decisions.", pageSize: 12, order: USUAL, known: KNOWN });
  const direction = list.order?.direction ?? "DESC";
  const variables = { externalId, ...list.place, orderBy: { field: "EFFECTIVE_ON" as const, direction } };
  const [answer, ask] = useLiveQuery(PartnerDecisions, variables, { topics: ["tiers", "standings"] });
  const nodes = answer.data?.partner?.tierHistory.nodes;
  const columns = useMemo(() => columnsFor(nodes ?? []), [nodes]);
  return (
    <Panel title={texts.title}>
      <Async answer={answer} retry={ask} lines={8} list={list}>
        {({ partner }) => {
          const page = partner?.tierHistory;
          return (
            <DataTable
              label={texts.title}
              columns={columns}
              rows={page?.nodes ?? []}
              keyOf={({ id }) => id}
              list={list}
              {...(page && { page: page.pageInfo, total: page.totalCount })}
              empty={texts.empty}
            />
          );
        }}
      </Async>
    </Panel>
  );
}

function columnsFor(decisions: readonly Decision[]): TableColumn<Decision>[] {
  const { columns } = texts;
  const metrics = new Map(decisions.flatMap((one) => one.metrics).map(({ metric }) => [metric.key, metric]));
  return [
    { id: "day", name: columns.day, field: "EFFECTIVE_ON", cell: (decision) => <DecisionLink decision={decision} /> },
    { id: "tier", name: columns.tier, cell: (decision) => <Given decision={decision} /> },
    ...[...metrics.values()].map((metric) => ({
      id: metric.key,
      name: metric.name,
      number: true,
      cell: (decision: Decision) =>
        formatMetric(decision.metrics.find((one) => one.metric.key === metric.key)?.value, metric),
    })),
    { id: "revision", name: columns.revision, number: true, cell: ({ revision }) => revision },
    { id: "known", name: columns.known, cell: ({ knownAt }) => <Instant value={knownAt} /> },
  ];
}

function DecisionLink({ decision: { id, effectiveOn } }: { decision: Decision }) {
  const search = useSearch();
  return (
    <Link href={`?${withParameter(search, "decision", id)}`}>
      <Day value={effectiveOn} />
    </Link>
  );
}

function Given({ decision: { tier, change, performingTier, provisional } }: { decision: Decision }) {
  const differs = (tier?.rank ?? 0) !== (performingTier?.rank ?? 0);
  return (
    <span className="given">
      <TierBadge tier={tier} /> <Change kind={change} />
      {provisional && <span className="badge warn">{common.provisional}</span>}
      {differs && <span className="badge">{texts.performing(performingTier?.name ?? common.tier.none)}</span>}
    </span>
  );
}
