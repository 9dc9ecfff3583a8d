// How many partners hold which tier now, the highest first, and how that was at the beginning of what is shown.
import { Link } from "wouter";
import { formatMonth, formatNumber } from "../../parts/format";
import { TierBadge } from "../../parts/values";
import { portfolio } from "../../texts/portfolio";
import { holdersOf } from "./captions";
import type { PortfolioDay, TierCount } from "./tiers-panel";

export function TiersNow({ first, last }: { first: PortfolioDay; last: PortfolioDay }) {
  const texts = portfolio.tiers;
  const { all, held } = holdersOf(last.tierCounts);
  const ranked = last.tierCounts.toSorted((one, other) => (other.tier?.rank ?? 0) - (one.tier?.rank ?? 0));
  return (
    <section className="tiers-now" aria-label={texts.list}>
      <p>
        <strong className="number">{formatNumber(held)}</strong>{" "}
        <span className="muted">{texts.of(formatNumber(all))}</span>
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.tier}</th>
            <th scope="col" className="number">
              {texts.now}
            </th>
            <th scope="col" className="number">
              {texts.since(formatMonth(first.day))}
            </th>
          </tr>
        </thead>
        <tbody>
          {ranked.map((one) => (
            <Count key={one.tier?.id ?? ""} now={one} before={first} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Count({ now: { tier, count }, before }: { now: TierCount; before: PortfolioDay }) {
  const was = before.tierCounts.find((one) => one.tier?.key === tier?.key)?.count ?? 0;
  const change = count - was;
  return (
    <tr>
      <th scope="row">
        <Link href={`/partners?${new URLSearchParams({ tier: tier?.key ?? "-" })}`}>
          <TierBadge tier={tier} />
        </Link>
      </th>
      <td className="number">
        <strong>{formatNumber(count)}</strong>
      </td>
      <td className="number muted">
        {change === 0 ? portfolio.tiers.unchanged : `${change > 0 ? "+" : "−"}${formatNumber(Math.abs(change))}`}
      </td>
    </tr>
  );
}
