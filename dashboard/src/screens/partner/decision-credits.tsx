// The evidence of a decision: every client that appeared under the partner, with what it added then.
import { DataTable, type TableColumn } from "../../parts/data-table";
import type { List } from "../../parts/use-list";
import { clients, decisions as texts } from "../../texts/partner";
import { CreditCell } from "./client-columns";
import type { ShownDecision } from "./decision-dialog";

type Credited = ShownDecision["credits"]["nodes"][number];

const COLUMNS: TableColumn<Credited>[] = [
  {
    id: "client",
    name: clients.columns.client,
    cell: ({ client }) => <span className="client-name">{client.name}</span>,
  },
  { id: "sold", name: clients.columns.sold, cell: ({ credit }) => <CreditCell credit={credit.sold} since={null} /> },
  {
    id: "managed",
    name: clients.columns.managed,
    cell: ({ credit }) => <CreditCell credit={credit.managed} since={null} />,
  },
  {
    id: "apps",
    name: clients.columns.apps,
    number: true,
    cell: ({ credit }) => (
      <>
        {credit.appsUsed}
        {credit.countsInMedian && <small className="muted under">{clients.inMedian}</small>}
      </>
    ),
  },
];

export function DecisionCredits({ decision: { revision, credits }, list }: { decision: ShownDecision; list: List }) {
  const title = texts.credits(revision);
  return (
    <section>
      <h3>{title}</h3>
      <DataTable
        label={title}
        columns={COLUMNS}
        rows={credits.nodes}
        keyOf={({ id }) => id}
        list={list}
        page={credits.pageInfo}
        total={credits.totalCount}
        empty={texts.noCredits}
      />
    </section>
  );
}
