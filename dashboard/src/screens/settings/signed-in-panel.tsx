import { Panel } from "../../parts/page";
import { signOut } from "../../session/session";
import { settings } from "../../texts/settings";
import { useViewer } from "../../viewer";
import { Facts } from "./facts";

export function SignedInPanel() {
  const texts = settings.signedIn;
  const { role, partner } = useViewer();
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
      <Facts
        rows={[[texts.role, texts.roles[role]], ...(role === "PARTNER" ? ([[texts.partner, named]] as const) : [])]}
      />
      <p>{texts.may[role]}</p>
      <p className="muted">{texts.stays}</p>
    </Panel>
  );
}
