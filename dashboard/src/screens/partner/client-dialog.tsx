// Everything that is known of one client under the partner.
import type { ReactNode } from "react";
import { graphql } from "../../gql";
import type { PartnerClientQuery } from "../../gql/graphql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async, Empty } from "../../parts/async";
import { Dialog } from "../../parts/page";
import { Day, Money } from "../../parts/values";
import { common } from "../../texts/common";
import { client as texts } from "../../texts/partner";
import { ClientCredits } from "./client-credits";
import { FEW, PartnerExplanation } from "./explanation-dialog";
import { SimpleTable } from "./simple-table";
import { awaiting, useBeside } from "./use-beside";
import { nameOf } from "./why";

const PartnerClient = graphql(`
  query PartnerClient($client: String!) {
    client(externalId: $client) {
      id externalId name country registeredOn soldOn
      soldBy { id name }
      mrr { amount currencyCode }
      usedApps { key name lastUsedOn }
      accesses(first: 50) {
        nodes { id grantedOn revokedOn lastActiveOn employee { id name email leftOn } }
      }
      partners(first: 20) {
        edges {
          node { id externalId name }
          credit {
            appsUsed
            sold { status countsUntil mrr { amount currencyCode } }
            managed { status countsUntil mrr { amount currencyCode } }
            ways {
              way status countsUntil
              mrr { amount currencyCode }
              parts { line rate countsUntil soldOn reported { amount currencyCode } mrr { amount currencyCode } }
            }
          }
        }
      }
    }
  }
`);

export type ShownClient = NonNullable<PartnerClientQuery["client"]>;

export function ClientDialog({ externalId }: { externalId: string }) {
  const [client, close] = useBeside("client");
  const pause = client === "";
  const [answer, ask] = useLiveQuery(PartnerClient, { client }, { topics: ["standings"], pause });
  // Since when it counts is known to who explains the sums; without it all else is shown.
  const [explained] = useLiveQuery(PartnerExplanation, { externalId, count: FEW }, { topics: ["standings"], pause });
  const isIt = answer.data?.client?.externalId === client;
  const found = isIt ? answer.data?.client : null;
  const contributions = explained.data?.partner?.standing?.explain?.metrics.flatMap((one) => one.contributions) ?? [];
  const credits = contributions
    .filter((one) => one.client?.externalId === client)
    .flatMap(({ credit }) => credit ?? []);
  return (
    <Dialog side title={found?.name ?? texts.title} open={!pause} onClose={close}>
      <Async answer={awaiting(answer, isIt)} retry={ask} lines={12}>
        {({ client: shown }) =>
          shown ? (
            <div className="beside">
              <Facts client={shown} />
              <ClientCredits client={shown} externalId={externalId} explained={credits} />
              <Accesses client={shown} />
              <Apps client={shown} externalId={externalId} />
            </div>
          ) : (
            <Empty>{texts.gone}</Empty>
          )
        }
      </Async>
    </Dialog>
  );
}

function Facts({ client }: { client: ShownClient }) {
  return (
    <dl className="facts">
      <Fact name={texts.mrr}>
        <Money value={client.mrr} />
      </Fact>
      <Fact name={texts.registered}>
        <Day value={client.registeredOn} />
      </Fact>
      <Fact name={texts.soldOn}>
        <Day value={client.soldOn} /> {client.soldBy?.name}
      </Fact>
      <Fact name={texts.country}>{client.country ?? common.none}</Fact>
      <Fact name={texts.id}>
        <span className="mono">{client.externalId}</span>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Accesses({ client }: { client: ShownClient }) {
  const { accessColumns: names } = texts;
  return (
    <SimpleTable
      title={texts.accesses}
      rows={client.accesses.nodes}
      keyOf={({ id }) => id}
      empty={texts.noAccess}
      columns={[
        { name: names.who, of: ({ employee }) => nameOf(employee) },
        { name: names.from, of: ({ grantedOn }) => <Day value={grantedOn} /> },
        { name: names.to, of: ({ revokedOn, employee }) => <Day value={revokedOn ?? employee.leftOn} /> },
        { name: names.active, of: ({ lastActiveOn }) => <Day value={lastActiveOn} /> },
      ]}
    />
  );
}

function Apps({ client, externalId }: { client: ShownClient; externalId: string }) {
  const own = client.partners.edges.find(({ node }) => node.externalId === externalId);
  return (
    <SimpleTable
      title={texts.apps}
      note={own && texts.appsNote(own.credit.appsUsed)}
      rows={client.usedApps}
      keyOf={({ key }) => key}
      empty={texts.noApps}
      columns={[
        { name: texts.appColumns.app, of: ({ name }) => name },
        { name: texts.appColumns.last, of: ({ lastUsedOn }) => <Day value={lastUsedOn} /> },
      ]}
    />
  );
}
