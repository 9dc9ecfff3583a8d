// The tier that is held, the one that is performed, the next decision; and what keeps the first where they differ.
import type { ReactNode } from "react";
import type { PartnerHeadQuery } from "../../gql/graphql";
import { useLiveQuery } from "../../live/use-live-query";
import { formatDay } from "../../parts/format";
import { Change, TierBadge } from "../../parts/values";
import { partner as partnerTexts, head as texts } from "../../texts/partner";
import { useViewer } from "../../viewer";
import { compareTiers, keepingRules, type Rules, whatComes } from "./keeping";
import { PartnerForecast } from "./queries";

type Shown = NonNullable<PartnerHeadQuery["partner"]>;

export function TierHead({ partner, rules }: { partner: Shown; rules: Rules | null }) {
  const { calendar } = useViewer();
  const [{ data }] = useLiveQuery(
    PartnerForecast,
    { externalId: partner.externalId, assume: "ACTIVITY_CONTINUES" },
    { topics: ["standings", "tiers"] },
  );
  const { standing, tier, tierSince, certifiedUntil } = partner;
  const [decision = null] = partner.tierHistory.nodes;
  const decisions = data?.partner?.forecast.decisions ?? null;
  const next = decisions?.[0];
  const credited = tier ?? null;
  const performing = standing?.performingTier ?? null;
  const isKept = credited !== null && standing !== null && credited.rank > (performing?.rank ?? 0);
  const coming = decisions && whatComes(credited, performing, decisions);
  return (
    <section className="panel tier-head" aria-label={texts.title}>
      <dl className="tier-facts">
        <Fact
          name={texts.credited}
          note={tierSince ? texts.since(formatDay(tierSince)) : decision ? texts.notNow : texts.never}
        >
          <TierBadge tier={credited} />
        </Fact>
        <Fact name={texts.performing} note={standing ? texts.performingOn(formatDay(standing.asOf)) : texts.noNumbers}>
          {standing ? <TierBadge tier={performing} /> : "–"}
        </Fact>
        <Fact name={texts.next} note={next ? texts.nextOn(formatDay(next.effectiveOn)) : decisions ? texts.noNext : ""}>
          {next ? (
            <>
              <TierBadge tier={next.tier} /> <Change kind={next.change} />
            </>
          ) : (
            "–"
          )}
        </Fact>
      </dl>
      {standing ? (
        <p className={isKept ? "tier-finding kept" : "tier-finding"}>
          {compareTiers({ credited, performing, decision, nextDecisionDay: calendar?.nextDecisionDay ?? null })}
          {isKept && rules && keepingRules(credited, rules).map((rule) => ` ${rule}`)}
          {coming && <strong>{` ${coming}`}</strong>}
        </p>
      ) : (
        <p className="tier-finding">{texts.joins(formatDay(partner.joinedOn))}</p>
      )}
      <p className="tier-notes">
        <span className={certifiedUntil ? "badge good" : "badge warn"}>
          {certifiedUntil ? texts.certified(formatDay(certifiedUntil)) : texts.notCertified}
        </span>
        {standing?.provisional && <span className="badge warn wrapping">{partnerTexts.provisional}</span>}
      </p>
    </section>
  );
}

function Fact({ name, note, children }: { name: string; note: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="fact-value">{children}</dd>
      <dd className="muted">{note}</dd>
    </div>
  );
}
