// One line of the import format as what the API takes; or why it cannot be.
import { fits, RECORD_TYPES, TYPE_NAMES, WITH_DEFAULT, wordsFor } from "./record-types";

/** Which MRR reports something is about: `null` stands for any. */
export interface ReportRange {
  period: string | null;
  revision: number | null;
}

export interface Converted {
  ok: true;
  type: string;
  /** The fields with their values, in camelCase. */
  fact: Record<string, unknown>;
  /** The day from which on it matters, as it is written: `YYYY-MM-DD`, of MRR the first one of its month. */
  since: string | null;
}

export interface Bad {
  ok: false;
  type: string | null;
  field: string | null;
  reason: string;
  /** The reports of which the line may be one; null if it is surely of another type. */
  reports: ReportRange | null;
}

const ANY: ReportRange = { period: null, revision: null };
const OF_REPORTS = new Set(["mrr", "mrr_report"]);
const LONGEST_QUOTE = 60;

export function convert(text: string): Converted | Bad {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch (error) {
    return refuse(null, `not JSON: ${error instanceof Error ? printable(error.message) : "unknown"}`, null, ANY);
  }
  if (typeof line !== "object" || line === null || Array.isArray(line))
    return refuse(null, `not a JSON object: ${quote(line)}`, null, ANY);
  const given = line as Record<string, unknown>;
  const { type } = given;
  const known = typeof type === "string" && Object.hasOwn(RECORD_TYPES, type) ? RECORD_TYPES[type] : undefined;
  const twice = findTwice(text, given);
  if (typeof type !== "string" || !known || twice === "type") {
    const reason = "type" in given ? `not one of ${TYPE_NAMES.join(", ")}: ${quote(type)}` : "missing";
    return refuse("type", twice === "type" ? "given more than once" : reason, null, reportsOf(given, twice));
  }
  const reports = OF_REPORTS.has(type) ? reportsOf(given, twice) : null;
  if (twice !== null) return refuse(twice, "given more than once", type, reports);
  const fact: Record<string, unknown> = {};
  for (const field in given) {
    if (field === "type") continue;
    const takes = Object.hasOwn(known.fields, field) ? known.fields[field] : undefined;
    if (takes === undefined) {
      const names = Object.keys(known.fields).join(", ");
      return refuse(field, `no such field: a line of type ${type} has ${names}`, type, reports);
    }
    const value = given[field];
    const optional = !known.required.includes(field) && !WITH_DEFAULT.has(`${type}.${field}`);
    if (!(value === null && optional) && !fits(takes, value))
      return refuse(field, `not ${wordsFor(takes)}: ${quote(value)}`, type, reports);
    fact[toCamelCase(field)] = value;
  }
  const missing = known.required.find((field) => !Object.hasOwn(given, field));
  if (missing !== undefined) return refuse(missing, "missing", type, reports);
  return { ok: true, type, fact, since: dayOf(known.since && given[known.since]) };
}

/** How a report is called among others: `2018-04/1`. */
export function reportKey(period: string, revision: number): string {
  return `${period}/${revision}`;
}

export function reportKeyOf({ fact }: Converted): string {
  return reportKey(String(fact.period), typeof fact.revision === "number" ? fact.revision : 1);
}

export function mayBeOf({ period, revision }: ReportRange, key: string): boolean {
  const [ofPeriod, ofRevision] = key.split("/");
  return (period === null || period === ofPeriod) && (revision === null || String(revision) === ofRevision);
}

/** Shortened, and without what a terminal or a page would take for more than text. */
export function printable(text: string): string {
  const short = text.length > 200 ? `${text.slice(0, 200)}...` : text;
  return short.replace(
    /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const camels = new Map<string, string>();

export function toCamelCase(name: string): string {
  let camel = camels.get(name);
  if (camel === undefined) {
    camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    camels.set(name, camel);
  }
  return camel;
}

function refuse(field: string | null, reason: string, type: string | null, reports: ReportRange | null): Bad {
  return { ok: false, type, field: field && printable(field), reason, reports };
}

function reportsOf(given: Record<string, unknown>, twice: string | null): ReportRange {
  const { period, revision } = given;
  const names = new Set(["type", ...[...OF_REPORTS].flatMap((one) => Object.keys(RECORD_TYPES[one]?.fields ?? {}))]);
  // A field too many may be the revision, misspelt.
  const usual = Object.keys(given).every((name) => names.has(name)) ? 1 : null;
  return {
    period: twice !== "period" && fits("month", period) ? String(period) : null,
    revision:
      twice === "revision" ? null : revision == null ? usual : fits("revision", revision) ? Number(revision) : null,
  };
}

/** A key that stands in the line twice, of which JSON.parse tells nothing; null if there is none. */
function findTwice(text: string, given: Record<string, unknown>): string | null {
  // Mostly each `":` ends a key. Where that does not come out even, or blanks stand between, it is looked at closely.
  let keys = 0;
  for (let at = text.indexOf('":'); at >= 0; at = text.indexOf('":', at + 2)) keys += 1;
  for (const _ in given) keys -= 1;
  if (keys === 0 && !/\s:/.test(text)) return null;
  const seen = new Set<string>();
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"\s*:?|[{}[\]]/g)) {
    if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
    else if (depth === 1 && token.endsWith(":")) {
      const name = String(JSON.parse(token.slice(0, -1)));
      if (seen.has(name)) return name;
      seen.add(name);
    }
  }
  return null;
}

function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return printable(text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}...` : text);
}

function dayOf(value: unknown): string | null {
  if (typeof value !== "string") return null;
  return value.length === 7 ? `${value}-01` : value.slice(0, 10);
}
