// Everything about one partner, for whoever runs the program and for the partner itself.
import { Link, useParams } from "wouter";
import { decoded } from "../../address";
import type { PartnerHeadQuery } from "../../gql/graphql";
import { Failure, Loading } from "../../parts/async";
import { formatDay, formatMonth } from "../../parts/format";
import { partnerPath } from "../../parts/links";
import { Page } from "../../parts/page";
import { partner as texts } from "../../texts/partner";
import { useViewer } from "../../viewer";
import { ChangesPanel } from "./changes-panel";
import { ClientDialog } from "./client-dialog";
import { ClientsPanel } from "./clients-panel";
import { DecisionDialog } from "./decision-dialog";
import { DecisionsPanel } from "./decisions-panel";
import { EmployeesPanel } from "./employees-panel";
import { ExplanationDialog } from "./explanation-dialog";
import { HistoryPanel } from "./history-panel";
import { PartnerSummary } from "./partner-summary";
import { useHead } from "./use-head";

export function PartnerScreen() {
  const { externalId = "" } = useParams<{ externalId: string }>();
  return <Screen key={externalId} externalId={decoded(externalId)} />;
}

function Screen({ externalId }: { externalId: string }) {
  const { role } = useViewer();
  const [{ data, error, fetching }, ask] = useHead(externalId);
  if (!data)
    return (
      <Page title={externalId}>
        {error && !fetching ? <Failure error={error} retry={ask} /> : <Loading lines={12} />}
      </Page>
    );
  if (!data.partner)
    return (
      <Page title={texts.missing.title}>
        <p>
          {texts.missing.text} {role === "OPERATOR" && <Link href="/partners">{texts.missing.back}</Link>}
        </p>
      </Page>
    );
  return <Everything partner={data.partner} edition={data.edition ?? null} />;
}

interface Props {
  partner: NonNullable<PartnerHeadQuery["partner"]>;
  edition: PartnerHeadQuery["edition"];
}

function Everything({ partner, edition }: Props) {
  const { externalId } = partner;
  const actions = (
    <Link className="button" href={`${partnerPath(externalId)}/what-if`}>
      {texts.whatIf}
    </Link>
  );
  return (
    <Page title={partner.name} about={aboutOf(partner)} actions={actions}>
      <div className="partner-panels">
        <PartnerSummary externalId={externalId} />
        <HistoryPanel partner={partner} tiers={edition?.tiers ?? []} />
        <ClientsPanel externalId={externalId} />
        <ChangesPanel
          externalId={externalId}
          joinedOn={partner.joinedOn}
          decidedOn={partner.tierHistory.nodes[0]?.asOf ?? null}
          newestDay={partner.standing?.asOf ?? null}
        />
        <DecisionsPanel externalId={externalId} />
        <EmployeesPanel externalId={externalId} />
        <DecisionDialog />
        <ExplanationDialog externalId={externalId} />
        <ClientDialog externalId={externalId} />
      </div>
    </Page>
  );
}

/** Up to when there are data of it. */
function aboutOf({ externalId, joinedOn, dataThrough }: Props["partner"]): string {
  const { newestComputedDay, newestReport, newestActivity } = dataThrough;
  return [
    externalId,
    texts.about.joined(formatDay(joinedOn)),
    newestComputedDay ? texts.about.through(formatDay(newestComputedDay)) : texts.about.notComputed,
    newestReport && texts.about.report(formatMonth(`${newestReport.period}-01`), formatDay(newestReport.ranOn)),
    newestActivity && texts.about.activity(formatDay(newestActivity)),
  ]
    .filter((text) => typeof text === "string")
    .join(" · ");
}
