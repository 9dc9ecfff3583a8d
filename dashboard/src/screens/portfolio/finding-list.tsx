// The findings of one kind, beside the screen: `?findings=KIND`.
import { useMemo } from "react";
import { useSearchParams } from "wouter";
import { graphql } from "../../gql";
import type { FindingsOfKindQuery } from "../../gql/graphql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async, Empty } from "../../parts/async";
import { DataTable, type TableColumn } from "../../parts/data-table";
import { formatMonth, formatNumber } from "../../parts/format";
import { ClientLink, PartnerLink } from "../../parts/links";
import { Dialog } from "../../parts/page";
import { useList } from "../../parts/use-list";
import { Instant } from "../../parts/values";
import { portfolio } from "../../texts/portfolio";
import { type FindingCount, FindingCounts, sentence } from "./findings-panel";

const FindingsOfKind = graphql(`
  query FindingsOfKind($kind: FindingKind!, $first: Int, $last: Int, $after: String, $before: String) {
    portfolio {
      findings(filter: { kinds: [$kind] }, first: $first, last: $last, after: $after, before: $before) {
        totalCount
        nodes {
          id size detail period foundAt
          partner { id externalId name }
          client { id externalId name }
          employee { id email }
        }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  }
`);

type Finding = NonNullable<NonNullable<FindingsOfKindQuery["portfolio"]>["findings"]>["nodes"][number];

const NAME = "findings";
const PREFIX = "finding.";

export function FindingDialog() {
  const texts = portfolio.findings;
  const [search, setSearch] = useSearchParams();
  const wanted = search.get(NAME);
  const [answer, ask] = useLiveQuery(FindingCounts, {}, { pause: wanted === null });
  const close = () =>
    setSearch(
      (before) => new URLSearchParams([...before].filter(([name]) => name !== NAME && !name.startsWith(PREFIX))),
      { replace: true },
    );
  return (
    <Dialog side title={texts.title} open={wanted !== null} onClose={close}>
      <Async answer={answer} retry={ask}>
        {({ portfolio: found }) => {
          const kind = found?.findingCounts?.find((one) => one.kind === wanted);
          return kind ? <FindingList kind={kind} /> : <Empty>{texts.unknown}</Empty>;
        }}
      </Async>
    </Dialog>
  );
}

function FindingList({ kind: { kind, says, remedy, sizeIs } }: { kind: FindingCount }) {
  const texts = portfolio.findings;
  const list = useList({ prefix: PREFIX, pageSize: 25 });
  const [answer, ask] = useLiveQuery(FindingsOfKind, { kind, ...list.place }, { topics: ["standings"] });
  return (
    <>
      <p>
        <strong>{sentence(says)}</strong>
      </p>
      <p>{sentence(remedy)}</p>
      <p className="muted">{texts.size(sizeIs)}</p>
      <Async answer={answer} retry={ask} lines={10} list={list}>
        {({ portfolio: found }) => <Table found={found?.findings ?? null} list={list} />}
      </Async>
    </>
  );
}

interface TableProps {
  found: NonNullable<FindingsOfKindQuery["portfolio"]>["findings"];
  list: ReturnType<typeof useList>;
}

function Table({ found, list }: TableProps) {
  const texts = portfolio.findings;
  const rows = found?.nodes;
  const columns = useMemo(() => COLUMNS.filter(({ has }) => rows?.some(has)), [rows]);
  if (!found) return <Empty>{texts.empty}</Empty>;
  return (
    <DataTable
      label={texts.title}
      columns={columns}
      rows={found.nodes}
      keyOf={({ id }) => id}
      list={list}
      page={found.pageInfo}
      total={found.totalCount}
      empty={texts.empty}
    />
  );
}

const names = portfolio.findings.columns;

/** Of a kind only those are shown that any of its findings has something for. */
const COLUMNS: readonly (TableColumn<Finding> & { has(finding: Finding): boolean })[] = [
  {
    id: "partner",
    name: names.partner,
    has: ({ partner }) => partner != null,
    cell: ({ partner }) => partner && <PartnerLink partner={partner} />,
  },
  {
    id: "client",
    name: names.client,
    has: ({ client }) => client != null,
    cell: ({ client, partner }) => client && (partner ? <ClientLink client={client} partner={partner} /> : client.name),
  },
  {
    id: "employee",
    name: names.employee,
    has: ({ employee }) => employee != null,
    cell: ({ employee }) => employee?.email,
  },
  {
    id: "period",
    name: names.period,
    has: ({ period }) => period != null,
    cell: ({ period }) => period && formatMonth(`${period}-01`),
  },
  { id: "detail", name: names.detail, has: ({ detail }) => detail != null, cell: ({ detail }) => detail },
  {
    id: "size",
    name: names.size,
    has: () => true,
    number: true,
    cell: ({ size }) => formatNumber(size),
  },
  { id: "foundAt", name: names.foundAt, has: () => true, cell: ({ foundAt }) => <Instant value={foundAt} /> },
];
