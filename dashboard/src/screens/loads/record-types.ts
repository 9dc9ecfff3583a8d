// The types of records of the import format, as docs/import-format.md has them: what may stand in a line, and where.

/** What a field takes, in the words of the server's own refusals. */
export type Takes =
  | "text"
  | "texts"
  | "day"
  | "month"
  | "moment"
  | "amount"
  | "total"
  | "number"
  | "revision"
  | "count"
  | readonly string[];

interface RecordType {
  fields: Readonly<Record<string, Takes>>;
  required: readonly string[];
  /** The field that says from which day on the record matters; nothing: it has no day. */
  since?: string;
  /** Of periods, the fields that say whose they are: nobody has two at a time, so all of one are judged together. */
  owner?: readonly string[];
}

/**
 * By name, in the order in which they are sent: what others refer to comes first, and reports once all their lines are
 * there.
 */
export const RECORD_TYPES: Readonly<Record<string, RecordType>> = {
  partner: {
    fields: { id: "text", name: "text", domains: "texts", joined_on: "day", country: "text" },
    required: ["id", "name", "domains", "joined_on"],
    since: "joined_on",
  },
  employee: {
    fields: { id: "text", partner: "text", email: "text", left_on: "day", name: "text" },
    required: ["id", "partner", "email"],
  },
  client: {
    fields: { id: "text", name: "text", registered_on: "day", country: "text", sold_by: "text", sold_on: "day" },
    required: ["id", "name", "registered_on"],
    since: "registered_on",
  },
  certification: {
    fields: { partner: "text", valid_from: "day", valid_until: "day" },
    required: ["partner", "valid_from", "valid_until"],
    since: "valid_from",
    owner: ["partner"],
  },
  credential: {
    fields: { employee: "text", name: "text", valid_from: "day", valid_until: "day" },
    required: ["employee", "name", "valid_from"],
    since: "valid_from",
    owner: ["employee", "name"],
  },
  sale: {
    fields: {
      id: "text",
      partner: "text",
      client: "text",
      line: "text",
      kind: ["SOURCED", "ASSISTED"],
      sold_on: "day",
      ended_on: "day",
    },
    required: ["id", "partner", "client", "line", "kind", "sold_on"],
    since: "sold_on",
  },
  access: {
    fields: { client: "text", employee: "text", granted_on: "day", revoked_on: "day" },
    required: ["client", "employee", "granted_on"],
    since: "granted_on",
  },
  measure: {
    fields: { partner: "text", client: "text", name: "text", on: "day", value: "number", currency: "text" },
    required: ["name", "on", "value"],
    since: "on",
  },
  activity: {
    fields: {
      id: "text",
      client: "text",
      actor: "text",
      kind: ["LOGIN", "USE"],
      at: "moment",
      app: "text",
    },
    required: ["id", "client", "actor", "kind", "at"],
    since: "at",
  },
  mrr: {
    fields: {
      period: "month",
      client: "text",
      amount: "amount",
      revision: "revision",
      currency: "text",
      line: "text",
    },
    required: ["period", "client", "amount"],
    since: "period",
  },
  mrr_report: {
    fields: { period: "month", ran_on: "day", revision: "revision", lines: "count", total: "total" },
    required: ["period", "ran_on"],
    since: "ran_on",
  },
};

export const TYPE_NAMES: readonly string[] = Object.keys(RECORD_TYPES);

/** Fields that mean something when they are left out, and nothing when they are null. */
export const WITH_DEFAULT: ReadonlySet<string> = new Set(["mrr.revision", "mrr.currency", "mrr_report.revision"]);

const WORDS: Readonly<Record<Exclude<Takes, readonly string[]>, string>> = {
  text: "a text",
  texts: "a list of texts",
  day: "a date (YYYY-MM-DD)",
  month: "a month (YYYY-MM)",
  moment: "a moment with its UTC offset (RFC 3339), like 2018-05-02T09:30:00+02:00",
  amount: 'a decimal text of at least 0 with at most 16 digits before and 2 after the point, like "1200.50"',
  total: 'a decimal text of at least 0 with at most 26 digits before and 2 after the point, like "1200.50"',
  number: 'a decimal text with at most 16 digits before and 6 after the point, like "-12.5"',
  revision: "a whole number from 1 to 2147483647",
  count: "a whole number from 0 to 2147483647",
};

export function wordsFor(takes: Takes): string {
  return typeof takes === "string" ? WORDS[takes] : `one of ${takes.join(", ")}`;
}

const PATTERNS: Partial<Record<Exclude<Takes, readonly string[]>, RegExp>> = {
  month: /^[0-9]{4}-(?:0[1-9]|1[0-2])$/,
  moment:
    /^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt](?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,30})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})$/,
  amount: /^[0-9]{1,16}(?:\.[0-9]{1,2})?$/,
  total: /^[0-9]{1,26}(?:\.[0-9]{1,2})?$/,
  number: /^-?[0-9]{1,16}(?:\.[0-9]{1,6})?$/,
};
const GREATEST = 2 ** 31 - 1;

/** Whether a field takes a value, as far as can be told without the database. */
export function fits(takes: Takes, value: unknown): boolean {
  if (typeof takes !== "string") return typeof value === "string" && takes.includes(value);
  if (takes === "texts") return Array.isArray(value) && value.every((one) => typeof one === "string");
  if (takes === "revision" || takes === "count")
    return Number.isInteger(value) && Number(value) >= (takes === "count" ? 0 : 1) && Number(value) <= GREATEST;
  if (typeof value !== "string") return false;
  if (takes === "day") return isDay(value);
  return PATTERNS[takes]?.test(value) ?? true;
}

const DAYS_IN = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDay(text: string): boolean {
  const [, year, month, day] = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text)?.map(Number) ?? [];
  if (!year || !month || !day || day > (DAYS_IN[month - 1] ?? 0)) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month !== 2 || day < 29 || leap;
}
