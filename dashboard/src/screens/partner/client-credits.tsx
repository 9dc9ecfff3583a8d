// What a client adds to each partner under which it appears, way by way, and of which product lines.
import type { CreditStatus } from "../../gql/graphql";
import { formatNumber } from "../../parts/format";
import { Day, Money } from "../../parts/values";
import { common } from "../../texts/common";
import { client as texts, ways } from "../../texts/partner";
import type { ShownClient } from "./client-dialog";
import { SimpleTable } from "./simple-table";
import { whyNot } from "./why";

type Credit = ShownClient["partners"]["edges"][number]["credit"];

interface Row {
  way: string;
  status: CreditStatus;
  mrr: { amount: string; currencyCode: string };
  countsUntil?: string | null;
}

interface Props {
  client: ShownClient;
  externalId: string;
  /** The same credits as the explanation of the partner's sums has them; none while that is awaited. */
  explained: readonly { way: string; countsFrom?: string | null }[];
}

export function ClientCredits({ client, externalId, explained }: Props) {
  const { creditColumns: names } = texts;
  return client.partners.edges.map(({ node, credit }) => {
    const isOwn = node.externalId === externalId;
    const soldHere = client.soldBy?.id === node.id ? (client.soldOn ?? null) : null;
    const firstDay = (way: string) => (isOwn ? explained.find((one) => one.way === way)?.countsFrom : null);
    return (
      <div key={node.id} className="beside">
        <SimpleTable<Row>
          title={isOwn ? texts.credits : texts.creditsOf(node.name)}
          note={whyNot(credit, soldHere, null).join(" ")}
          rows={rowsOf(credit)}
          keyOf={({ way }) => way}
          empty={common.none}
          columns={[
            { name: names.way, of: ({ way }) => ways[way] ?? way },
            { name: names.amount, of: ({ mrr }) => <Money value={mrr} />, number: true },
            { name: names.status, of: ({ status }) => common.statuses[status] },
            { name: names.from, of: ({ way }) => <Day value={firstDay(way)} /> },
            { name: names.until, of: ({ countsUntil }) => <Day value={countsUntil} /> },
          ]}
        />
        <Parts credit={credit} />
      </div>
    );
  });
}

/** By ways where there is more to tell than the two sums. */
function rowsOf({ sold, managed, ways: byWay }: Credit): Row[] {
  if (byWay.length > 0) return byWay.map((one) => one);
  return [
    { way: "SOLD", ...sold },
    { way: "MANAGED", ...managed },
  ];
}

function Parts({ credit }: { credit: Credit }) {
  const parts = credit.ways.flatMap(({ way, parts }) => parts.map((part) => ({ way, ...part })));
  const { partColumns: names, creditColumns } = texts;
  if (parts.every(({ line }) => !line)) return null;
  return (
    <SimpleTable
      title={texts.parts}
      rows={parts}
      keyOf={({ way, line, soldOn }) => `${way} ${line} ${soldOn}`}
      empty={common.none}
      columns={[
        { name: names.line, of: ({ line }) => line ?? texts.allLines },
        { name: creditColumns.way, of: ({ way }) => ways[way] ?? way },
        { name: names.reported, of: ({ reported }) => <Money value={reported} />, number: true },
        { name: names.rate, of: ({ rate }) => formatNumber(rate), number: true },
        { name: names.share, of: ({ mrr }) => <Money value={mrr} />, number: true },
        { name: names.until, of: ({ countsUntil }) => <Day value={countsUntil} /> },
      ]}
    />
  );
}
