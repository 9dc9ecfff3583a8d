// What the address says about which partners are shown, and in which order, as the server takes it.
import type { PartnerFilter, PartnerOrder, PartnerOrderField, TierChangeKind } from "../../gql/graphql";
import { type Order, oneOf } from "../../parts/use-list";
import { readRanges } from "./ranges";

/** Values of the tier's filter that are no tier's key. */
export const NO_TIER = "-";
export const SOME_TIER = "*";

/** The names of the filters in the address. */
export const FILTERS = ["q", "tier", "change", "certified", "provisional", "risk", "country", "ranges"] as const;

const CHANGES: Record<TierChangeKind, true> = { PROMOTED: true, DEMOTED: true, UNCHANGED: true };
const FIELDS: Record<PartnerOrderField, true> = {
  CERTIFIED_UNTIL: true,
  COUNTRY: true,
  EXTERNAL_ID: true,
  JOINED_ON: true,
  MANAGED_MRR: true,
  NAME: true,
  SOLD_MRR: true,
  TIER: true,
};
const METRIC = "metric:";

/** Values that the server would refuse, which only somebody who writes addresses comes to, filter nothing. */
export function filterOf(get: (name: string) => string): PartnerFilter {
  const filter: PartnerFilter = {};
  const tier = get("tier");
  if (tier === NO_TIER || tier === SOME_TIER) filter.untiered = tier === NO_TIER;
  else if (tier) filter.tier = tier;
  const change = oneOf(CHANGES, get("change"));
  if (change) filter.change = change;
  const certified = yesOrNo(get("certified"));
  if (certified !== null) filter.certified = certified;
  const provisional = yesOrNo(get("provisional"));
  if (provisional !== null) filter.provisional = provisional;
  if (/^[123]$/.test(get("risk"))) filter.atRiskWithin = Number(get("risk"));
  if (/^[A-Za-z]{2}$/.test(get("country"))) filter.country = get("country");
  const ranges = readRanges(get("ranges"));
  if (ranges.length > 0)
    filter.metrics = ranges.map(({ key, min, max }) => ({ key, min: min || null, max: max || null }));
  return filter;
}

/** What the list calls an order by a metric. */
export function metricField(key: string): string {
  return METRIC + key;
}

export function orderOf(order: Order | null): PartnerOrder | null {
  if (!order) return null;
  const { direction } = order;
  if (order.field.startsWith(METRIC)) return { metric: order.field.slice(METRIC.length), direction };
  const field = oneOf(FIELDS, order.field);
  return field && { field, direction };
}

function yesOrNo(text: string): boolean | null {
  return text === "yes" ? true : text === "no" ? false : null;
}
