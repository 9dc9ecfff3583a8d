// The clients under a partner: what each adds, until when, by whom, and why one does not count.
import { useMemo } from "react";
import { graphql } from "../../gql";
import type { PartnerClientOrderField } from "../../gql/graphql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async } from "../../parts/async";
import { DataTable } from "../../parts/data-table";
import { isDay } from "../../parts/days";
import { formatDay } from "../../parts/format";
import { Panel } from "../../parts/page";
import { isOneOf, isOrderBy, oneOf, useList } from "../../parts/use-list";
import { common } from "../../texts/common";
import { clients as texts } from "../../texts/partner";
import { clientColumns } from "./client-columns";
import { ClientFilters } from "./client-filters";

export const PartnerClients = graphql(`
  query PartnerClients(
    $externalId: String!, $first: Int, $last: Int, $after: String, $before: String
    $filter: PartnerClientFilter, $orderBy: PartnerClientOrder
  ) {
    partner(externalId: $externalId) {
      id
      clients(first: $first, last: $last, after: $after, before: $before, filter: $filter, orderBy: $orderBy) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        edges {
          node { id externalId name registeredOn soldOn soldBy { id } }
          credit {
            asOf appsUsed countsInMedian
            sold { status countsUntil mrr { amount currencyCode } }
            managed { status countsUntil mrr { amount currencyCode } }
          }
        }
      }
    }
  }
`);

/** Who is behind the same page: it takes longer, and what is there already is shown meanwhile. */
const PartnerClientsBehind = graphql(`
  query PartnerClientsBehind(
    $externalId: String!, $first: Int, $last: Int, $after: String, $before: String
    $filter: PartnerClientFilter, $orderBy: PartnerClientOrder
  ) {
    partner(externalId: $externalId) {
      id
      clients(first: $first, last: $last, after: $after, before: $before, filter: $filter, orderBy: $orderBy) {
        edges {
          node { id }
          credit {
            countsFrom lastActiveOn
            matchedEmployee { id name email }
            matchedAccess { emailDomain partnerDomains grantedOn endsOn }
          }
        }
      }
    }
  }
`);

const FIELDS: Record<PartnerClientOrderField, true> = {
  AMOUNT: true,
  APPS_USED: true,
  LAST_DAY: true,
  NAME: true,
  STATUS: true,
};

const isStatus = isOneOf(common.statuses);
const KNOWN = { sold: isStatus, managed: isStatus, expiresBefore: isDay, order: isOrderBy(FIELDS) };
const USUAL = { field: "AMOUNT", direction: "DESC" } as const;

export function ClientsPanel({ externalId }: { externalId: string }) {
  const list = useList({ prefix: "clients.", pageSize: 25, order: USUAL, known: KNOWN });
  const filter = {
    name: list.get("name") || null,
    sold: oneOf(common.statuses, list.get("sold")),
    managed: oneOf(common.statuses, list.get("managed")),
    expiresBefore: list.get("expiresBefore") || null,
  };
  const { field = "", direction = "DESC" } = list.order ?? {};
  const orderBy = { field: oneOf(FIELDS, field) ?? "AMOUNT", direction };
  const variables = { externalId, ...list.place, filter, orderBy };
  const [answer, ask] = useLiveQuery(PartnerClients, variables, { topics: ["standings"] });
  const [behind] = useLiveQuery(PartnerClientsBehind, variables, { topics: ["standings"] });
  const byId = useMemo(
    () => new Map(behind.data?.partner?.clients.edges.map(({ node, credit }) => [node.id, credit])),
    [behind.data],
  );
  const columns = useMemo(() => clientColumns(byId, behind.fetching), [byId, behind.fetching]);
  const isFiltered = Object.values(filter).some((value) => value !== null);
  return (
    <Panel title={texts.title}>
      <ClientFilters list={list} isFiltered={isFiltered} />
      <Async answer={answer} retry={ask} lines={12} list={list}>
        {({ partner }) => {
          const page = partner?.clients;
          const [first] = page?.edges ?? [];
          return (
            <>
              {first && <p className="muted">{texts.about(formatDay(first.credit.asOf))}</p>}
              <DataTable
                label={texts.title}
                columns={columns}
                rows={page?.edges ?? []}
                keyOf={({ node }) => node.id}
                list={list}
                {...(page && { page: page.pageInfo, total: page.totalCount })}
                empty={isFiltered ? texts.empty : texts.none}
              />
            </>
          );
        }}
      </Async>
    </Panel>
  );
}
