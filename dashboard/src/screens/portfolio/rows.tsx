// Partners in a panel, one below the other: who, from which tier to which, and why.
import type { ReactNode } from "react";
import { PartnerLink } from "../../parts/links";
import { TierBadge } from "../../parts/values";
import { portfolio } from "../../texts/portfolio";

export function Rows({ children }: { children: ReactNode }) {
  return <ul className="rows">{children}</ul>;
}

interface Props {
  partner: { externalId: string; name: string };
  /** What becomes of it, at the end of the line. */
  what: ReactNode;
  /** Why, below. */
  children: ReactNode;
  /** When, or how much, below what becomes of it. */
  aside?: ReactNode;
}

export function PartnerRow({ partner, what, children, aside }: Props) {
  return (
    <li>
      <div>
        <span className="row-who">
          <PartnerLink partner={partner} />
        </span>
        <span className="row-what">{what}</span>
      </div>
      <div className="row-why">
        <span>{children}</span>
        {aside && <span className="muted">{aside}</span>}
      </div>
    </li>
  );
}

type Tier = { name: string; rank: number } | null | undefined;

export function TierMove({ from, to }: { from: Tier; to: Tier }) {
  const direction = (to?.rank ?? 0) > (from?.rank ?? 0) ? "promoted" : "demoted";
  return (
    <span className="tier-move">
      <TierBadge tier={from} />
      <span className={`change-${direction}`} aria-hidden="true">
        →
      </span>
      <span className="hidden">{portfolio.movers.to}</span>
      <TierBadge tier={to} />
    </span>
  );
}
