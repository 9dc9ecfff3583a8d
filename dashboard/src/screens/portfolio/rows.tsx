// Partners in a panel, one below the other: who, from which tier to which, and why.
import type { ReactNode } from "react";
import { Empty } from "../../parts/async";
import { type PageInfo, Pager } from "../../parts/data-table";
import { PartnerLink } from "../../parts/links";
import type { List } from "../../parts/use-list";
import { TierBadge } from "../../parts/values";
import { common } from "../../texts/common";
import { portfolio } from "../../texts/portfolio";

interface RowsProps {
  list: List;
  page: PageInfo;
  /** What is said where there is none. */
  empty: string;
  children: readonly ReactNode[];
}

export function Rows({ list, page, empty, children }: RowsProps) {
  return (
    <>
      {children.length > 0 ? (
        <ul className="rows">{children}</ul>
      ) : (
        <Empty>{page.hasPreviousPage ? common.table.beyond : empty}</Empty>
      )}
      <Pager page={page} list={list} />
    </>
  );
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
