// What is to be said where the tier that is held and the one that is performed are not the same, and what comes next.
import { formatDay } from "../../parts/format";
import { formatMetric, type Measured } from "../../parts/metrics";
import { common } from "../../texts/common";
import { forecast as forecastTexts, gates as gateTexts, keeping as texts } from "../../texts/partner";
import { limitingFirst } from "./ladder-rows";

interface Named {
  key: string;
  name: string;
  rank: number;
}

export interface Foreseen {
  effectiveOn: string;
  tier?: Named | null;
  alternatives: readonly (readonly ForeseenGate[])[];
}

export interface ForeseenGate {
  actual?: string | null;
  required: string;
  missing: string;
  passed: boolean;
  limiting: boolean;
  metric: Measured & { key: string; name: string };
}

export interface Rules {
  firstTermMonths?: number | null;
  fallsWaitForApproval: boolean;
  provisionalMayDemote: boolean;
  fall: { on: "ALWAYS" | "ANNIVERSARY" | "MONTHS" | "NEVER"; months: readonly number[] };
  keptBy?: { decidingDays?: number | null; wholeMonths?: number | null } | null;
  terms: readonly { tier: string; months: number }[];
}

interface Held {
  credited: Named | null;
  performing: Named | null;
  decision: { effectiveOn: string; asOf: string } | null;
  nextDecisionDay: string | null;
}

/** How what is held compares with what is performed, in a sentence. */
export function compareTiers({ credited, performing, decision, nextDecisionDay }: Held): string {
  const next = nextDecisionDay && formatDay(nextDecisionDay);
  const [held, now] = [credited?.rank ?? 0, performing?.rank ?? 0];
  if (credited && held > now && decision)
    return texts.held(credited.name, formatDay(decision.effectiveOn), formatDay(decision.asOf), next);
  if (performing && now > held) return texts.ahead(performing.name, next);
  return credited ? texts.same(credited.name) : texts.none;
}

/** What of the rules can keep a tier that performance does not reach. */
export function keepingRules(credited: Named, rules: Rules): string[] {
  const term = rules.terms.find(({ tier }) => tier === credited.key);
  const month = (number: number) =>
    new Intl.DateTimeFormat("en", { month: "long", timeZone: "UTC" }).format(Date.UTC(2000, number - 1));
  return [
    term && texts.termOf(credited.name, term.months),
    rules.firstTermMonths && texts.firstTerm(rules.firstTermMonths),
    rules.keptBy?.decidingDays && texts.windowOfDays(rules.keptBy.decidingDays),
    rules.keptBy?.wholeMonths && texts.windowOfMonths(rules.keptBy.wholeMonths),
    rules.fall.on === "NEVER" && texts.fallNever,
    rules.fall.on === "ANNIVERSARY" && texts.fallAnniversary,
    rules.fall.on === "MONTHS" && texts.fallMonths(rules.fall.months.map(month)),
    rules.fallsWaitForApproval && texts.approval,
    !rules.provisionalMayDemote && texts.notWhileProvisional,
  ].filter((text) => typeof text === "string");
}

/** What the foreseen decisions make of the tier that is held, in sentences. */
export function whatComes(
  credited: Named | null,
  performing: Named | null,
  decisions: readonly Foreseen[],
): string | null {
  const held = credited?.rank ?? 0;
  const change = decisions.findIndex(({ tier }) => (tier?.rank ?? 0) !== held);
  const first = decisions[0];
  const last = decisions.at(-1);
  if (!first || !last) return null;
  const regains =
    credited && held > (performing?.rank ?? 0) && change !== 0
      ? `${texts.regains(credited.name, formatDay(first.effectiveOn))} `
      : "";
  const changing = decisions[change];
  if (changing) return regains + whatChanges(held, changing);
  const day = formatDay(last.effectiveOn);
  return regains + (credited ? texts.stays(credited.name, day) : texts.staysNone(day));
}

function whatChanges(held: number, changing: Foreseen): string {
  const day = formatDay(changing.effectiveOn);
  if ((changing.tier?.rank ?? 0) > held) return texts.rises(changing.tier?.name ?? "", day);
  return texts.falls(changing.tier?.name ?? common.tier.none.toLowerCase(), day, shortfallOf(changing));
}

/** Which gates keep the partner from the tier above the one that it gets, the greatest lack first. */
export function shortfallOf({ alternatives }: Pick<Foreseen, "alternatives">): string {
  const limiting = alternatives.flat().filter((gate) => gate.limiting);
  const seen = new Set<string>();
  return limitingFirst(limiting)
    .filter(({ metric }) => !seen.has(metric.key) && seen.add(metric.key))
    .map(({ metric, actual, required }) =>
      actual == null
        ? gateTexts.noNumber(metric.name)
        : metric.unit === "FLAG"
          ? forecastTexts.flag(metric.name, formatMetric(actual, metric))
          : forecastTexts.of(metric.name, formatMetric(actual, metric), formatMetric(required, metric)),
    )
    .join(", ");
}
