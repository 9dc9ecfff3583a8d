// What a file would do, found by reading it once: nothing is sent, and of its lines only a byte each is kept.
import { type Bad, convert, mayBeOf, type ReportRange, reportKeyOf } from "./convert";
import { NotRecords, readLines } from "./read";
import { TYPE_NAMES } from "./record-types";

/** A line that is not loaded, or that is odd, and why. */
export interface Notice {
  line: number;
  type: string | null;
  field: string | null;
  reason: string;
}

/** So many are kept to be shown and downloaded; all are counted. */
export const MOST_NOTICES = 100_000;

export interface TypeCount {
  type: string;
  records: number;
  /** The first and the last day from which on such records matter. */
  first: string | null;
  last: string | null;
}

export interface ReportPlan {
  key: string;
  lines: number;
  /** What its lines in the file come to, in hundredths, by currency. */
  totals: Map<string, bigint>;
  /** The line that closes it; null where the file has none. */
  closes: { line: number; ranOn: string; lines: number | null; total: string | null } | null;
}

export interface Survey {
  file: File;
  lines: number;
  records: number;
  types: TypeCount[];
  rejected: number;
  notices: Notice[];
  reports: ReportPlan[];
  /** Reports that may lack a line, since one cannot be read. */
  doubtful: ReportRange[];
  /** The type of each line that was read, by its place among them: its place in TYPE_NAMES, from 1; 0 is bad. */
  codes: Uint8Array;
}

export interface Reading {
  bytes: number;
  lines: number;
}

/** Raises NotRecords where the file is something else. */
export async function survey(file: File, onRead: (reading: Reading) => void, signal: AbortSignal): Promise<Survey> {
  const types = new Map<string, TypeCount>();
  const reports = new Map<string, ReportPlan>();
  const notices: Notice[] = [];
  const doubtful = new Map<string, ReportRange>();
  const kinds = new Map<string, number>();
  let codes = new Uint8Array(1 << 16);
  let count = 0;
  let rejected = 0;
  let inBoth = 0;
  let lastLine = 0;
  let told = performance.now();

  const reject = (line: number, bad: Bad) => {
    rejected += 1;
    if (notices.length < MOST_NOTICES) notices.push({ line, type: bad.type, field: bad.field, reason: bad.reason });
    if (bad.reports) doubtful.set(`${bad.reports.period}/${bad.reports.revision}`, bad.reports);
  };

  for await (const lines of readLines(file)) {
    signal.throwIfAborted();
    for (const one of lines) {
      lastLine = one.line;
      const found = "text" in one ? convert(one.text) : unreadable(one.reason);
      if (count === codes.length) codes = grown(codes);
      codes[count] = found.ok ? TYPE_NAMES.indexOf(found.type) + 1 : 0;
      count += 1;
      if (!found.ok) {
        reject(one.line, found);
        if (count === 2 && rejected === 2 && notices.every(({ reason }) => reason.startsWith("not JSON")))
          throw new NotRecords(
            "This file has no records: neither of its first two lines is JSON. It takes one JSON object a line, or one JSON array.",
          );
        continue;
      }
      const type = types.get(found.type) ?? { type: found.type, records: 0, first: null, last: null };
      types.set(found.type, type);
      type.records += 1;
      if (found.since !== null) {
        if (type.first === null || found.since < type.first) type.first = found.since;
        if (type.last === null || found.since > type.last) type.last = found.since;
      }
      if (found.type === "mrr" || found.type === "mrr_report") {
        const key = reportKeyOf(found);
        const report = reports.get(key) ?? { key, lines: 0, totals: new Map(), closes: null };
        reports.set(key, report);
        const { fact } = found;
        if (found.type === "mrr") {
          report.lines += 1;
          const currency = typeof fact.currency === "string" ? fact.currency : "USD";
          report.totals.set(currency, (report.totals.get(currency) ?? 0n) + hundredths(String(fact.amount)));
          const client = clientKey(key, fact);
          const before = kinds.get(client) ?? 0;
          const now = before | (fact.line == null ? 1 : 2);
          if (now === 3 && before !== 3) inBoth += 1;
          kinds.set(client, now);
        } else {
          const lines = typeof fact.lines === "number" ? fact.lines : null;
          const total = typeof fact.total === "string" ? fact.total : null;
          report.closes = { line: one.line, ranOn: String(fact.ranOn), lines, total };
        }
      }
    }
    if (performance.now() - told > 100) {
      told = performance.now();
      onRead({ bytes: file.size, lines: lastLine });
    }
  }

  if (inBoth > 0) {
    const mrr = TYPE_NAMES.indexOf("mrr") + 1;
    for await (const { at, line, text } of readAgain(file, codes, mrr)) {
      signal.throwIfAborted();
      const found = convert(text);
      if (!found.ok || kinds.get(clientKey(reportKeyOf(found), found.fact)) !== 3) continue;
      codes[at] = 0;
      const reason = "the client has a line without `line`, and one with it, in the same revision: give one kind";
      const [period = "", revision] = reportKeyOf(found).split("/");
      reject(line, { ok: false, type: "mrr", field: "line", reason, reports: { period, revision: Number(revision) } });
      const type = types.get("mrr");
      if (type) type.records -= 1;
    }
    notices.sort((one, other) => one.line - other.line);
  }
  if (count === 0) throw new NotRecords("This file has no records: it is empty.");
  return {
    file,
    lines: lastLine,
    records: count,
    types: TYPE_NAMES.flatMap((name) => types.get(name) ?? []),
    rejected,
    notices,
    reports: [...reports.values()].sort((one, other) => (one.key < other.key ? -1 : 1)),
    doubtful: [...doubtful.values()],
    codes: codes.subarray(0, count),
  };
}

/** The lines of one type, of a file that was surveyed: the others are not even parsed. */
export async function* readAgain(
  file: File,
  codes: Uint8Array,
  code: number,
): AsyncGenerator<{ at: number; line: number; text: string }> {
  if (!codes.includes(code)) return;
  let at = 0;
  for await (const lines of readLines(file))
    for (const one of lines) {
      if (codes[at] === code && "text" in one) yield { at, line: one.line, text: one.text };
      at += 1;
    }
}

export function mayLackLines(key: string, doubtful: readonly ReportRange[]): boolean {
  return doubtful.some((range) => mayBeOf(range, key));
}

/** Hundredths as a decimal text: `120050n` is `1200.50`. */
export function asDecimal(amount: bigint): string {
  const digits = String(amount).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function hundredths(amount: string): bigint {
  const [whole = "0", part = ""] = amount.split(".");
  return BigInt(whole + part.padEnd(2, "0"));
}

function clientKey(report: string, fact: Record<string, unknown>): string {
  return `${report}/${String(fact.client)}`;
}

function unreadable(reason: string): Bad {
  return { ok: false, type: null, field: null, reason, reports: { period: null, revision: null } };
}

function grown(codes: Uint8Array): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(codes.length * 2);
  more.set(codes);
  return more;
}
