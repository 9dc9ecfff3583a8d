// What the address says about which partners are shown, and in which order, as the server takes it.
import type { PartnerFilter, PartnerOrder, PartnerOrderField, TierChangeKind } from "../../gql/graphql";
import { isOneOf, type Known, type Order, oneOf, readOrder } from "../../parts/use-list";
import { areRanges, readRanges } from "./ranges";

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

const ANSWERS = { yes: true, no: false };

/** What the address may say. Which tiers and metrics there are the server knows; a country may be half typed. */
export const KNOWN: Known = {
  change: isOneOf(CHANGES),
  certified: isOneOf(ANSWERS),
  provisional: isOneOf(ANSWERS),
  risk: (text) => /^[123]$/.test(text),
  country: (text) => /^[A-Za-z]{1,2}$/.test(text),
  ranges: areRanges,
  order: (text) => orderOf(readOrder(text)) !== null,
};

export function filterOf(get: (name: string) => string): PartnerFilter {
  const filter: PartnerFilter = {};
  const tier = get("tier");
  if (tier === NO_TIER || tier === SOME_TIER) filter.untiered = tier === NO_TIER;
  else if (tier) filter.tier = tier;
  const change = oneOf(CHANGES, get("change"));
  if (change) filter.change = change;
  const certified = oneOf(ANSWERS, get("certified"));
  if (certified) filter.certified = ANSWERS[certified];
  const provisional = oneOf(ANSWERS, get("provisional"));
  if (provisional) filter.provisional = ANSWERS[provisional];
  if (get("risk")) filter.atRiskWithin = Number(get("risk"));
  if (get("country").length === 2) filter.country = get("country");
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
