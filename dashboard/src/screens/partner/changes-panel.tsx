// What has changed between two days, metric by metric and client by client.
import { useState } from "react";
import { graphql } from "../../gql";
import type { PartnerChangesQuery } from "../../gql/graphql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async, Empty } from "../../parts/async";
import { isDay } from "../../parts/days";
import { formatMetric } from "../../parts/metrics";
import { Panel } from "../../parts/page";
import { useList } from "../../parts/use-list";
import { common } from "../../texts/common";
import { forecast, changes as texts, ways } from "../../texts/partner";
import { useViewer } from "../../viewer";
import { ClientLink } from "./client-columns";
import { spanOf } from "./day-span";
import { SimpleTable } from "./simple-table";

const PartnerChanges = graphql(`
  query PartnerChanges($externalId: String!, $from: Date!, $to: Date!, $count: Int!) {
    partner(externalId: $externalId) {
      id
      changes(from: $from, to: $to) {
        firstDay lastDay
        tierBefore { id name }
        tierAfter { id name }
        metrics {
          before after clientCount
          metric { key name unit currencyCode }
          clients(first: $count) { before after difference cause way client { id externalId name } }
        }
      }
    }
  }
`);

type Changes = NonNullable<NonNullable<PartnerChangesQuery["partner"]>["changes"]>;
type MetricChange = Changes["metrics"][number];

const KNOWN = { from: isDay, to: isDay };
const FEW = 10;
const MANY = 500;

interface Props {
  externalId: string;
  joinedOn: string;
  /** The as-of day of the newest decision. */
  decidedOn: string | null;
  newestDay: string | null;
}

export function ChangesPanel({ externalId, joinedOn, decidedOn, newestDay }: Props) {
  const list = useList({ prefix: "changes.", known: KNOWN });
  const { calendar } = useViewer();
  const [count, setCount] = useState(FEW);
  const newest = calendar?.lastClosedDay ?? newestDay;
  const usual = { decided: decidedOn, newest, joined: joinedOn };
  const to = list.get("to") || newestDay || "";
  const span = spanOf(list.get("from"), to, usual);
  const variables = { externalId, from: span.from, to: span.to, count };
  const [answer, ask] = useLiveQuery(PartnerChanges, variables, { topics: ["standings"], pause: !span.valid });
  const aside = (
    <span className="filters">
      <label>
        {texts.from}
        <input type="date" max={span.to} value={span.from} onChange={({ target }) => list.set("from", target.value)} />
      </label>
      <label>
        {texts.to}
        <input
          type="date"
          max={newest ?? undefined}
          value={span.to}
          onChange={({ target }) => list.set("to", target.value)}
        />
      </label>
    </span>
  );
  return (
    <Panel title={texts.title} aside={aside}>
      {span.valid ? (
        <Async answer={answer} retry={ask} lines={6} list={list}>
          {({ partner }) =>
            partner?.changes ? (
              <Shown changes={partner.changes} more={count < MANY ? () => setCount(MANY) : null} />
            ) : (
              <Empty>{texts.none}</Empty>
            )
          }
        </Async>
      ) : (
        <Empty>{list.get("from") || list.get("to") ? texts.pick : texts.notYet}</Empty>
      )}
    </Panel>
  );
}

function Shown({ changes, more }: { changes: Changes; more: (() => void) | null }) {
  const { tierBefore, tierAfter, metrics } = changes;
  const none = common.tier.none.toLowerCase();
  const isSame = metrics.every(({ before, after, clientCount }) => before === after && clientCount === 0);
  return (
    <div className="beside">
      <p>
        {texts.tiers(tierBefore?.name ?? none, tierAfter?.name ?? none)} {isSame && texts.same}
      </p>
      {metrics
        .filter(({ before, after, clientCount }) => before !== after || clientCount > 0)
        .map((one) => (
          <ChangedMetric key={one.metric.key} change={one} more={more} />
        ))}
    </div>
  );
}

function ChangedMetric({ change, more }: { change: MetricChange; more: (() => void) | null }) {
  const { metric, before, after, clients, clientCount } = change;
  const { columns } = texts;
  return (
    <div>
      <SimpleTable
        title={`${metric.name}: ${texts.was(formatMetric(before, metric), formatMetric(after, metric))}`}
        note={clients.length < clientCount ? texts.more(clients.length, clientCount) : null}
        rows={clients}
        keyOf={({ client, way }) => `${client?.id} ${way}`}
        empty={texts.noClients}
        columns={[
          { name: columns.client, of: ({ client }) => (client ? <ClientLink {...client} /> : forecast.hidden) },
          { name: columns.difference, of: ({ difference }) => signed(difference, metric), number: true },
          { name: columns.before, of: (one) => formatMetric(one.before, metric), number: true },
          { name: columns.after, of: (one) => formatMetric(one.after, metric), number: true },
          { name: columns.cause, of: ({ cause, way }) => `${texts.causes[cause]} (${ways[way] ?? way})` },
        ]}
      />
      {clients.length < clientCount && more && (
        <button type="button" onClick={more}>
          {texts.showMore}
        </button>
      )}
    </div>
  );
}

function signed(difference: string, metric: MetricChange["metric"]): string {
  const text = formatMetric(difference, metric);
  return difference.startsWith("-") ? text : `+${text}`;
}
