// The columns of the clients under a partner.
import { Link, useSearch } from "wouter";
import type { PartnerClientsQuery } from "../../gql/graphql";
import type { TableColumn } from "../../parts/data-table";
import { plus } from "../../parts/decimal";
import { formatDay } from "../../parts/format";
import { Day, Money } from "../../parts/values";
import { common } from "../../texts/common";
import { clients as texts } from "../../texts/partner";
import { withParameter } from "./explain-link";
import { type Behind, nameOf, whyNot } from "./why";

export type ClientRow = NonNullable<PartnerClientsQuery["partner"]>["clients"]["edges"][number];
type Credit = ClientRow["credit"]["sold"];
type Looked = Behind & { matchedAccess?: (Behind["matchedAccess"] & { grantedOn: string }) | null };

/** `behind` says who is behind a client's credit, by the client's id, as far as it has come. */
export function clientColumns(behind: ReadonlyMap<string, Looked>, awaited: boolean): TableColumn<ClientRow>[] {
  const { columns } = texts;
  return [
    {
      id: "client",
      name: columns.client,
      field: "NAME",
      cell: ({ node }) => <ClientLink externalId={node.externalId} name={node.name} />,
    },
    { id: "id", name: columns.id, spare: true, cell: ({ node }) => <span className="mono">{node.externalId}</span> },
    {
      id: "together",
      name: columns.together,
      field: "AMOUNT",
      number: true,
      cell: ({ credit: { sold, managed } }) => (
        <Money value={{ ...sold.mrr, amount: plus(sold.mrr.amount, managed.mrr.amount) }} />
      ),
    },
    {
      id: "sold",
      name: columns.sold,
      cell: ({ node, credit }) => (
        <CreditCell
          credit={credit.sold}
          since={node.soldBy && node.soldOn ? texts.soldOn(formatDay(node.soldOn)) : null}
        />
      ),
    },
    {
      id: "managed",
      name: columns.managed,
      cell: ({ node, credit }) => <CreditCell credit={credit.managed} since={grantedTo(behind.get(node.id))} />,
    },
    {
      id: "ends",
      name: columns.ends,
      field: "LAST_DAY",
      cell: ({ credit }) => <Day value={firstEnd(credit.sold.countsUntil, credit.managed.countsUntil)} />,
    },
    {
      id: "active",
      name: columns.active,
      cell: ({ node }) => <Active behind={behind.get(node.id)} awaited={awaited} />,
    },
    {
      id: "apps",
      name: columns.apps,
      field: "APPS_USED",
      number: true,
      cell: ({ credit }) => (
        <>
          {credit.appsUsed}
          {credit.countsInMedian && <small className="muted under">{texts.inMedian}</small>}
        </>
      ),
    },
    {
      id: "why",
      name: columns.why,
      field: "STATUS",
      cell: ({ node, credit }) => {
        const reasons = whyNot(credit, node.soldBy ? (node.soldOn ?? null) : null, behind.get(node.id) ?? null);
        return reasons.length > 0 ? <span className="why">{reasons.join(" ")}</span> : <Absent />;
      },
    },
    { id: "registered", name: columns.registered, spare: true, cell: ({ node }) => <Day value={node.registeredOn} /> },
  ];
}

export function firstEnd(one: string | null | undefined, other: string | null | undefined): string | null {
  if (!one || !other) return one ?? other ?? null;
  return one < other ? one : other;
}

export function ClientLink({ externalId, name }: { externalId: string; name: string }) {
  const search = useSearch();
  return (
    <Link className="client-name" href={`?${withParameter(search, "client", externalId)}`}>
      {name}
    </Link>
  );
}

interface CreditProps {
  credit: Credit;
  /** What it began with. */
  since: string | null;
}

export function CreditCell({ credit: { status, mrr, countsUntil }, since }: CreditProps) {
  return (
    <>
      {status === "COUNTED" ? (
        <Money value={mrr} />
      ) : (
        <span className={status === "NOT_SOLD_BY_PARTNER" ? "muted" : "status-not"}>{texts.short[status]}</span>
      )}
      {since && <small className="muted under">{since}</small>}
      {countsUntil && <small className="muted under">{texts.until(formatDay(countsUntil))}</small>}
    </>
  );
}

function grantedTo(behind: Looked | undefined): string | null {
  const granted = behind?.matchedAccess?.grantedOn;
  return granted ? texts.accessOn(formatDay(granted)) : null;
}

function Active({ behind, awaited }: { behind: Looked | undefined; awaited: boolean }) {
  if (!behind) return <span className="absent">{awaited ? "…" : common.none}</span>;
  const { matchedEmployee, lastActiveOn } = behind;
  if (!matchedEmployee || !lastActiveOn) return <span className="muted">{texts.nobody}</span>;
  return (
    <>
      {nameOf(matchedEmployee)}
      <small className="muted under">{texts.activeOn(formatDay(lastActiveOn))}</small>
    </>
  );
}

function Absent() {
  return <span className="absent">{common.none}</span>;
}
