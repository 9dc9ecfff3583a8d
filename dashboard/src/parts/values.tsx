// Small things that are shown in many places, each in one way.
import { common } from "../texts/common";
import { formatDay, formatInstant, formatMoney } from "./format";

interface Amount {
  amount?: string | null;
  currencyCode: string;
}

export function Money({ value, whole = false }: { value: Amount | null | undefined; whole?: boolean }) {
  if (value?.amount == null) return <span className="absent">{common.none}</span>;
  const exact = formatMoney(value.amount, value.currencyCode);
  return (
    <data className="number" value={value.amount} title={exact}>
      {whole ? formatMoney(value.amount, value.currencyCode, { whole }) : exact}
    </data>
  );
}

export function Day({ value }: { value: string | null | undefined }) {
  if (!value) return <span className="absent">{common.none}</span>;
  return <time dateTime={value}>{formatDay(value)}</time>;
}

export function Instant({ value }: { value: string | null | undefined }) {
  if (!value) return <span className="absent">{common.none}</span>;
  return <time dateTime={value}>{formatInstant(value)}</time>;
}

/** A tier by name, with as many pips as its rank, so that no colour has to be told from another. */
export function TierBadge({ tier }: { tier: { name: string; rank: number } | null | undefined }) {
  const rank = tier?.rank ?? 0;
  return (
    <span className={`tier tier-${Math.min(rank, 8)}`}>
      <span className="pips" aria-hidden="true">
        {rank > 0 ? "•".repeat(Math.min(rank, 8)) : "–"}
      </span>
      {tier?.name ?? common.tier.none}
    </span>
  );
}

type TierChangeKind = keyof typeof common.tier.change;

const SIGNS: Record<TierChangeKind, string> = { PROMOTED: "▲", DEMOTED: "▼", UNCHANGED: "=" };

export function Change({ kind }: { kind: TierChangeKind }) {
  return (
    <span className={`change change-${kind.toLowerCase()}`}>
      <span aria-hidden="true">{SIGNS[kind]}</span> {common.tier.change[kind]}
    </span>
  );
}
