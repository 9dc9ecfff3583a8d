// A partner at a glance: the tier that it is credited with beside the one that it performs, its gates, what comes next.
import { Async, Empty } from "../../parts/async";
import { partner as texts } from "../../texts/partner";
import { GatesPanel } from "./gates-panel";
import { NextDecisions } from "./next-decisions";
import { TierHead } from "./tier-head";
import { useHead } from "./use-head";
import "../../styles/partner.css";

/** Shows what this partner's screen begins with. It asks for everything itself, and can stand anywhere. */
export function PartnerSummary({ externalId }: { externalId: string }) {
  // Of another partner nothing is left on the screen, not even until its own numbers are there.
  return <Summary key={externalId} externalId={externalId} />;
}

function Summary({ externalId }: { externalId: string }) {
  const [answer, ask] = useHead(externalId);
  return (
    <Async answer={answer} retry={ask} lines={10}>
      {({ partner, edition }) =>
        partner ? (
          <div className="partner-summary">
            <TierHead partner={partner} rules={edition?.policy ?? null} />
            {partner.standing && edition && (
              <GatesPanel externalId={externalId} tiers={edition.tiers} standing={partner.standing} />
            )}
            <NextDecisions externalId={externalId} tiers={edition?.tiers ?? []} />
          </div>
        ) : (
          <Empty>{texts.missing.text}</Empty>
        )
      }
    </Async>
  );
}
