// The findings that the charts of the portfolio state, out of its days.
import { formatDay, formatMoney, formatNumber, formatPercent } from "../../parts/format";
import { portfolio } from "../../texts/portfolio";

interface Counted {
  count: number;
  tier?: unknown;
}

/** How many partners there are, and how many of them hold a tier. */
export function holdersOf(counts: readonly Counted[]): { all: number; held: number } {
  const sum = (some: readonly Counted[]) => some.reduce((before, { count }) => before + count, 0);
  return { all: sum(counts), held: sum(counts.filter(({ tier }) => tier)) };
}

export function tierCaption(days: readonly { day: string; tierCounts: readonly Counted[] }[]): string {
  const texts = portfolio.tiers.caption;
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return texts.empty;
  const { all, held } = holdersOf(last.tierCounts);
  if (all === 0) return texts.empty;
  const now = [formatNumber(held), formatNumber(all)] as const;
  if (first === last) return texts.one(...now);
  const change = held - holdersOf(first.tierCounts).held;
  if (change === 0) return texts.same(...now, formatDay(first.day));
  const by = formatNumber(Math.abs(change));
  return texts.more(...now, change > 0 ? texts.moreBy(by) : texts.fewerBy(by), formatDay(first.day));
}

export interface Amount {
  amount?: string | null;
  currencyCode: string;
}

/** What has become of one MRR over the days, and when it stood highest, or lowest, in between. */
export function mrrCaption(name: string, days: readonly { day: string; value: Amount | null | undefined }[]): string {
  const texts = portfolio.tiers.mrr;
  const known = days.flatMap(({ day, value }) =>
    value?.amount == null
      ? []
      : [{ day, amount: value.amount, currency: value.currencyCode, at: Number(value.amount) }],
  );
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return texts.none(name);
  if (first === last) return texts.one(name, formatDay(first.day));
  if (first.at === 0 && last.at > 0) {
    return texts.begun(name, formatDay(first.day), formatMoney(last.amount, last.currency, { whole: true }));
  }
  const change = first.at === 0 ? 0 : (last.at - first.at) / first.at;
  const [by, since] = [formatPercent(Math.abs(change)), formatDay(first.day)];
  const level = Math.abs(change) < 0.005;
  const finding = level ? texts.level(name, since) : (change > 0 ? texts.risen : texts.fallen)(name, by, since);
  const extreme = known.reduce((best, one) => ((change > 0 ? one.at < best.at : one.at > best.at) ? one : best));
  if (extreme === first || extreme === last) return finding;
  const amount = formatMoney(extreme.amount, extreme.currency, { whole: true });
  return finding + (change > 0 ? texts.lowest : texts.highest)(amount, formatDay(extreme.day));
}
