// The partner's people: which clients each makes count, and when each was last active in one of them.
import { useMemo } from "react";
import { graphql } from "../../gql";
import type { PartnerEmployeesQuery } from "../../gql/graphql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async } from "../../parts/async";
import { DataTable, type TableColumn } from "../../parts/data-table";
import { Panel } from "../../parts/page";
import { useList } from "../../parts/use-list";
import { Day } from "../../parts/values";
import { common } from "../../texts/common";
import { employees as texts } from "../../texts/partner";
import { FEW, MANY, PartnerExplanation } from "./explanation-dialog";
import { isWhole, type Reach, reachOf } from "./reach";
import { useSeen } from "./use-seen";
import { nameOf } from "./why";

const PartnerEmployees = graphql(`
  query PartnerEmployees($externalId: String!, $first: Int, $last: Int, $after: String, $before: String) {
    partner(externalId: $externalId) {
      id
      employees(first: $first, last: $last, after: $after, before: $before) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        nodes {
          id externalId name email leftOn
          credentials(first: 5) { totalCount nodes { id name validFrom validUntil } }
        }
      }
    }
  }
`);

type Employee = NonNullable<PartnerEmployeesQuery["partner"]>["employees"]["nodes"][number];

export function EmployeesPanel({ externalId }: { externalId: string }) {
  const list = useList({ prefix: "employees.", pageSize: 20 });
  const [answer, ask] = useLiveQuery(PartnerEmployees, { externalId, ...list.place }, { topics: ["standings"] });
  const [place, seen] = useSeen<HTMLParagraphElement>();
  const few = useMetrics(externalId, FEW, !seen);
  const many = useMetrics(externalId, MANY, few === undefined || isWhole(few));
  const metrics = few && isWhole(few) ? few : many;
  const whole = metrics === undefined || isWhole(metrics);
  const columns = useMemo(
    () => columnsFor(metrics && reachOf(metrics.flatMap((one) => one.contributions)), whole),
    [metrics, whole],
  );
  return (
    <Panel title={texts.title}>
      <p ref={place} className="muted">
        {texts.about} {!whole && texts.notWhole(MANY)}
      </p>
      <Async answer={answer} retry={ask} lines={6} list={list}>
        {({ partner }) => {
          const page = partner?.employees;
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

/** What the partner's numbers are made of, up to so many things each; undefined while that is awaited. */
function useMetrics(externalId: string, count: number, pause: boolean) {
  const [{ data }] = useLiveQuery(PartnerExplanation, { externalId, count }, { topics: ["standings"], pause });
  return useMemo(() => data && (data.partner?.standing?.explain?.metrics ?? []), [data]);
}

/** `reach` is awaited while it is undefined; unless it is `whole`, what it counts may be more. */
function columnsFor(reach: ReadonlyMap<string, Reach> | undefined, whole: boolean): TableColumn<Employee>[] {
  const { columns } = texts;
  return [
    {
      id: "who",
      name: columns.who,
      cell: (one) => (
        <>
          {nameOf(one)}
          {one.name && <small className="muted under">{one.email}</small>}
        </>
      ),
    },
    {
      id: "access",
      name: columns.access,
      number: true,
      cell: ({ id }) => {
        if (!reach) return <Awaited />;
        const count = reach.get(id)?.clients ?? 0;
        if (!whole) return texts.atLeast(count);
        return count > 0 ? texts.clients(count) : <span className="muted">{texts.nobody}</span>;
      },
    },
    {
      id: "active",
      name: columns.active,
      cell: ({ id }) => (reach ? <LastActive reach={reach.get(id)} /> : <Awaited />),
    },
    {
      id: "credentials",
      name: columns.credentials,
      cell: ({ credentials: { nodes, totalCount } }) =>
        nodes.length > 0 ? (
          <>
            {nodes.map(({ name }) => name).join(", ")}
            {totalCount > nodes.length && " …"}
          </>
        ) : (
          common.none
        ),
    },
    { id: "left", name: columns.left, cell: ({ leftOn }) => <Day value={leftOn} /> },
  ];
}

function LastActive({ reach }: { reach: Reach | undefined }) {
  return (
    <>
      <Day value={reach?.lastActiveOn} />
      {reach?.lastClient && <small className="muted under">{texts.inClient(reach.lastClient)}</small>}
    </>
  );
}

function Awaited() {
  return <span className="absent">…</span>;
}
