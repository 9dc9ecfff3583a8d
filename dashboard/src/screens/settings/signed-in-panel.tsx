import { useQuery } from "urql";
import { persisted } from "../../api/documents";
import { graphql } from "../../gql";
import { Async } from "../../parts/async";
import { Panel } from "../../parts/page";
import { Instant } from "../../parts/values";
import { signOut } from "../../session/session";
import { settings } from "../../texts/settings";
import { useViewer } from "../../viewer";
import { Facts } from "./facts";

const Token = graphql(`
  query SettingsToken {
    viewer { subject expiresAt }
  }
`);

export function SignedInPanel() {
  const texts = settings.signedIn;
  const { role, partner } = useViewer();
  const [answer, ask] = useQuery({ query: persisted(Token) });
  const named = partner ? `${partner.name} (${partner.externalId})` : texts.partnerMissing;
  return (
    <Panel
      title={texts.title}
      aside={
        <button type="button" className="quiet" onClick={() => signOut()}>
          {texts.signOut}
        </button>
      }
    >
      <Async answer={answer} retry={() => ask({ requestPolicy: "network-only" })} lines={3}>
        {({ viewer }) => (
          <Facts
            rows={[
              [texts.role, texts.roles[role]],
              ...(role === "PARTNER" ? ([[texts.partner, named]] as const) : []),
              [texts.subject, viewer.subject],
              [texts.until, <Instant key="until" value={viewer.expiresAt} />],
            ]}
          />
        )}
      </Async>
      <p>{texts.may[role]}</p>
      <p className="muted">{texts.stays}</p>
    </Panel>
  );
}
