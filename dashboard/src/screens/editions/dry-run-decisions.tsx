// Who would move by a dry run, with the gates that make the difference, also beside another dry run.
import { Link } from "wouter";
import { graphql } from "../../gql";
import type { DryRunDecisionsQuery } from "../../gql/graphql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async } from "../../parts/async";
import { DataTable, type TableColumn } from "../../parts/data-table";
import { partnerPath } from "../../parts/links";
import { formatMetric } from "../../parts/metrics";
import { Panel } from "../../parts/page";
import type { List } from "../../parts/use-list";
import { Change } from "../../parts/values";
import { common } from "../../texts/common";
import { editions } from "../../texts/editions";
import type { DryRunData } from "./dry-run";
import type { DayData } from "./dry-run-days";
import { filterOf } from "./dry-run-filter";
import { DecisionFilters } from "./dry-run-filters";

const DryRunDecisionsDocument = graphql(`
  query DryRunDecisions(
    $id: ID!
    $filter: DryRunDecisionFilter!
    $other: ID!
    $beside: Boolean!
    $first: Int
    $last: Int
    $after: String
    $before: String
  ) {
    dryRun(id: $id) {
      id
      decisions(filter: $filter, first: $first, last: $last, after: $after, before: $before) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        edges {
          node {
            id
            change
            tierBefore
            tierAfter
            partner { id externalId name }
            gates { comparison actual required missing metric { key name unit currencyCode } }
            by(dryRun: $other) @include(if: $beside) { id tierAfter }
          }
        }
      }
    }
  }
`);

type Row = NonNullable<DryRunDecisionsQuery["dryRun"]>["decisions"]["edges"][number]["node"];

interface Props {
  dryRun: DryRunData;
  day: DayData;
  list: List;
}

export function DryRunDecisions({ dryRun, day, list }: Props) {
  const { dryRun: texts } = editions;
  const other = list.get("beside");
  const [answer, ask] = useLiveQuery(DryRunDecisionsDocument, {
    id: dryRun.id,
    filter: filterOf(list, day.effectiveOn),
    // Without another one it is not asked for, and has to be some id all the same.
    other: other || dryRun.id,
    beside: other !== "",
    ...list.place,
  });
  const names = new Map(day.tiers.map(({ key, name }) => [key ?? null, name ?? common.tier.none]));
  const nameOf = (key: string | null | undefined) => names.get(key ?? null) ?? key ?? common.tier.none;
  const columns: TableColumn<Row>[] = [
    {
      id: "partner",
      name: texts.partner,
      cell: ({ partner }) => <Link href={partnerPath(partner.externalId)}>{partner.name}</Link>,
    },
    { id: "change", name: texts.change, cell: ({ change }) => <Change kind={change} /> },
    { id: "before", name: texts.before, cell: ({ tierBefore }) => nameOf(tierBefore) },
    { id: "after", name: texts.after, cell: ({ tierAfter }) => nameOf(tierAfter) },
    ...(other
      ? [
          {
            id: "by",
            name: texts.title(other),
            cell: ({ by }: Row) => (by ? nameOf(by.tierAfter) : common.none),
          },
        ]
      : []),
    { id: "gates", name: texts.gates, cell: ({ gates }) => <Gates gates={gates} /> },
  ];
  return (
    <Panel title={texts.who} wide>
      <DecisionFilters dryRun={dryRun} day={day} list={list} />
      <Async answer={answer} retry={ask} lines={10} list={list}>
        {({ dryRun: data }) => (
          <DataTable
            label={texts.who}
            list={list}
            columns={columns}
            rows={data?.decisions.edges.map(({ node }) => node) ?? []}
            keyOf={({ id }) => id}
            {...(data ? { page: data.decisions.pageInfo, total: data.decisions.totalCount } : {})}
            empty={texts.noneSuch}
          />
        )}
      </Async>
    </Panel>
  );
}

function Gates({ gates }: { gates: Row["gates"] }) {
  const { dryRun: texts } = editions;
  return (
    <ul className="lacking">
      {gates.map(({ metric, comparison, actual, required, missing }) => {
        const say = comparison === "ABOVE" ? texts.gateAbove : texts.gate;
        const [is, needs, lacks] = [actual, required, missing].map((value) => formatMetric(value, metric));
        return <li key={metric.key}>{say(metric.name, is ?? "", needs ?? "", lacks ?? "")}</li>;
      })}
    </ul>
  );
}
