// The rules of an edition in words, out of its file and its fields.
import { formatNumber } from "../../parts/format";
import { formatMetric, type Measured } from "../../parts/metrics";
import { listOf, editions as t } from "../../texts/editions";
import { type Table, table, tables, text, texts } from "./file";

interface Gate {
  comparison: "ABOVE" | "AT_LEAST";
  minimum: string;
  metric: Measured & { name: string };
}

export function gateInWords({ comparison, minimum, metric }: Gate): string {
  if (metric.unit === "FLAG") return t.gate.flag(metric.name);
  const least = formatMetric(minimum, metric);
  return comparison === "ABOVE" ? t.gate.above(metric.name, least) : t.gate.atLeast(metric.name, least);
}

export interface PolicyData {
  deciding: { rhythm: "DAILY" | "MONTHLY"; day?: number | null; months: readonly number[] };
  rise: Moving;
  fall: Moving;
  keptBy?: { decidingDays?: number | null; wholeMonths?: number | null } | null;
  mustHold: readonly string[];
  terms: readonly { tier: string; months: number }[];
  firstTermMonths?: number | null;
  provisionalMayDemote: boolean;
  fallsWaitForApproval: boolean;
  carry: readonly { before: string; now?: string | null }[];
}

interface Moving {
  on: string;
  months: readonly number[];
  day?: number | null;
}

/** One sentence each. `nameOf` tells what people call a metric or a tier. */
export function policyInWords(policy: PolicyData, nameOf: (key: string) => string): string[] {
  const { policy: p } = t;
  const { deciding, rise, fall, keptBy, mustHold } = policy;
  return [
    deciding.rhythm === "DAILY" ? p.daily : p.monthly(deciding.day ?? 1, deciding.months),
    p.move(p.rise, rise.on, rise.months, rise.day ?? null),
    p.move(p.fall, fall.on, fall.months, fall.day ?? null),
    keptBy?.decidingDays
      ? p.keptDays(keptBy.decidingDays)
      : keptBy?.wholeMonths
        ? p.keptMonths(keptBy.wholeMonths)
        : p.keptNot,
    ...(mustHold.length > 0 ? [p.mustHold(listOf(mustHold.map(nameOf)))] : []),
    ...policy.terms.map(({ tier, months }) => p.term(nameOf(tier), months)),
    ...(policy.firstTermMonths ? [p.firstTerm(policy.firstTermMonths)] : []),
    p.provisional[`${policy.provisionalMayDemote}`],
    ...(policy.fallsWaitForApproval ? [p.approval] : []),
    ...policy.carry.map(({ before, now }) => p.carried(before, now ? nameOf(now) : null)),
  ];
}

/** When a client counts in one of the file's ways. */
export function creditInWords(credit: Table): string[] {
  const { credits: c, spans } = t;
  const lines = text(credit, "lines");
  const limits = lines ? [c.lines(lines)] : [];
  if (text(credit, "kind") === "managed") {
    const split = c.split[text(credit, "split") ?? ""];
    return [
      c.managed(spans.days(Number(text(credit, "days")))),
      c.logins[`${credit.logins_count === true}`],
      ...(split ? [split] : []),
      ...limits,
    ];
  }
  const kinds = texts(credit, "kinds");
  const [from, until] = [text(credit, "sold_from"), text(credit, "sold_until")];
  return [
    c.sold(spans.months(Number(text(credit, "months")))),
    ...(kinds.length > 0 ? [c.kinds(listOf(kinds, "or"))] : []),
    ...(from || until ? [c.soldBetween(from, until)] : []),
    ...limits,
  ];
}

/** What a metric of the file is, in sentences. */
export function metricInWords(metric: Table, file: Table): string[] {
  const { metrics: m } = t;
  const nameOf = namesIn(file);
  const named = (key: string) => listOf(texts(metric, key).map(nameOf), "or");
  const one = (key: string) => nameOf(text(metric, key) ?? "");
  const ways = named("over");
  const factors = tables(metric, "factors").map((of) => m.factor(number(of, "factor"), text(of, "countries") ?? ""));
  switch (text(metric, "kind")) {
    case "sum":
      return [m.sum(ways), ...factors];
    case "count": {
      const counted = text(metric, "of") === "lines" ? m.countLines(ways) : m.countClients(ways);
      return [counted, ...(metric.paying !== false ? [m.paying] : [])];
    }
    case "share":
      return [m.share(named("part"), ways)];
    case "median":
      return text(metric, "of") === "apps"
        ? [m.medianApps(ways, t.spans.days(Number(text(metric, "days"))))]
        : [m.medianMrr(ways)];
    case "measure":
      return measureInWords(metric);
    case "people": {
      const each = Number(text(metric, "each_at_least") ?? 1);
      return [m.people(listOf(texts(metric, "holding"))), ...(each > 1 ? [m.each(each)] : [])];
    }
    case "points":
      return pointsInWords(metric, nameOf);
    case "ratio": {
      const [most, empty] = [text(metric, "denominator_at_most"), text(metric, "when_empty")];
      return [
        m.ratio(one("numerator"), one("denominator")),
        ...(most ? [m.atMost(formatNumber(most))] : []),
        ...(empty ? [m.whenEmpty(formatNumber(empty))] : []),
      ];
    }
    case "certified":
      return [m.certified];
    case "flag":
      return [m.flag(text(metric, "measure") ?? "")];
    case "coverage": {
      const areas = tables(metric, "areas").map((of) =>
        m.area(nameOf(text(of, "used") ?? ""), nameOf(text(of, "needs") ?? "")),
      );
      return [m.coverage(listOf(areas))];
    }
    default:
      return [];
  }
}

function measureInWords(metric: Table): string[] {
  const { metrics: m } = t;
  const window = table(metric, "window");
  const spans = (["days", "months", "whole_months"] as const).flatMap((key) => {
    const count = window && text(window, key);
    return count ? [m.window[key](Number(count))] : [];
  });
  const ago = Number(text(metric, "months_ago") ?? 0);
  const of = text(metric, "of") === "clients" ? m.ofClients : m.ofPartner;
  const reduced = m.reduce[text(metric, "reduce") ?? ""] ?? "";
  return [
    m.measure(reduced, text(metric, "measure") ?? "", of),
    ...spans,
    ...(ago > 0 ? [m.monthsAgo(ago)] : []),
    ...(metric.from_zero === true ? [m.fromZero] : []),
  ];
}

function pointsInWords(metric: Table, nameOf: (key: string) => string): string[] {
  const { metrics: m } = t;
  const terms = tables(metric, "terms").map((term) => {
    const what = nameOf(text(term, "metric") ?? text(term, "credits") ?? "");
    const cap = text(term, "cap");
    const required = table(term, "requires");
    return [
      m.term(number(term, "points"), number(term, "per"), what),
      ...(term.whole_steps === true ? [m.wholeSteps] : []),
      ...tables(term, "factors").map((of) => m.factor(number(of, "factor"), text(of, "countries") ?? "").slice(0, -1)),
      ...(cap ? [m.upTo(formatNumber(cap))] : []),
      ...(required ? [m.requires(listOf(requirementsIn(required, nameOf)))] : []),
    ].join(", ");
  });
  const cap = text(metric, "cap");
  return [
    `${m.points} ${terms.join("; ")}.`,
    ...(text(metric, "take") === "best" ? [m.best] : []),
    ...(cap ? [`${m.upTo(formatNumber(cap))}.`] : []),
  ];
}

function requirementsIn(gates: Table, nameOf: (key: string) => string): string[] {
  return (["at_least", "above"] as const).flatMap((key) => {
    const of = table(gates, key) ?? {};
    const say = key === "above" ? t.gate.above : t.gate.atLeast;
    return Object.keys(of).map((metric) => say(nameOf(metric), number(of, metric)));
  });
}

function number(of: Table, key: string): string {
  const value = text(of, key);
  return value !== null && Number.isFinite(Number(value)) ? formatNumber(value) : (value ?? "");
}

/** What people call a way, a metric or a tier of a file. */
export function namesIn(file: Table): (key: string) => string {
  const names = new Map<string, string>();
  for (const list of ["credits", "metrics", "tiers"])
    for (const one of tables(file, list)) names.set(text(one, "key") ?? "", text(one, "name") ?? "");
  return (key) => names.get(key) || key;
}
