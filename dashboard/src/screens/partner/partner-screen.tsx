import { useParams } from "wouter";
import { Page } from "../../parts/page";
import { PartnerSummary } from "./partner-summary";

export function PartnerScreen() {
  const { externalId = "" } = useParams<{ externalId: string }>();
  return (
    <Page title={externalId}>
      <PartnerSummary externalId={externalId} />
    </Page>
  );
}
