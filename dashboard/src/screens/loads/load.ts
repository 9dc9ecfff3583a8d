// A load under way: batch by batch, by types in their order, reports last. It goes on whatever screen is looked at.
import { Batcher, byOwner, type Entry } from "./batches";
import { convert, reportKeyOf, toCamelCase } from "./convert";
import { RECORD_TYPES, TYPE_NAMES } from "./record-types";
import { MOST_NOTICES, mayLackLines, type Notice, readAgain, type Survey } from "./survey";

export interface Tally {
  type: string;
  total: number;
  accepted: number;
  unchanged: number;
  rejected: number;
}

export interface LoadState {
  /** `asking`: some reports wait to be confirmed; `halted`: a request failed, and can be sent again. */
  phase: "loading" | "asking" | "halted" | "done" | "cancelled";
  sent: number;
  total: number;
  tallies: readonly Tally[];
  rejected: number;
  notices: readonly Notice[];
  warnings: readonly Notice[];
  /** Seconds until the server takes more; null while it does. */
  waits: number | null;
  /** Reports that have less than half of what the ones before had. */
  asks: readonly { key: string; line: number; reason: string }[];
  failure: string | null;
}

interface Finding {
  index: number;
  field?: string | null;
  reason: string;
  /** A report that is right in itself: it is loaded once it is confirmed. */
  confirmable?: boolean;
}

export type Answer =
  | { accepted: number; unchanged: number; rejected: readonly Finding[]; warnings: readonly Finding[] }
  | { retryAfter: number }
  | { failure: string };

export interface Sender {
  facts(records: readonly Record<string, unknown>[], confirmReports: boolean): Promise<Answer>;
  activity(events: readonly Record<string, unknown>[]): Promise<Answer>;
}

const WITHHELD = "a line that is, or may be, its own was rejected: mend that line, and load it with the report again";

export class Load {
  readonly survey: Survey;
  #sender: Sender;
  #state: LoadState;
  #listeners = new Set<() => void>();
  #cancelled = new AbortController();
  #resume: (() => void) | null = null;
  #lacking = new Set<string>();
  #asked: Entry[] = [];

  constructor(survey: Survey, sender: Sender) {
    this.survey = survey;
    this.#sender = sender;
    const tallies = survey.types.map(({ type, records }) => ({
      type,
      total: records,
      accepted: 0,
      unchanged: 0,
      rejected: 0,
    }));
    const total = tallies.reduce((sum, one) => sum + one.total, 0);
    const { rejected, notices } = survey;
    const none = { warnings: [], waits: null, asks: [], failure: null };
    this.#state = { phase: "loading", sent: 0, total, tallies, rejected, notices: [...notices], ...none };
  }

  get state(): LoadState {
    return this.#state;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Ends when all is sent, or it is cancelled. */
  async run(): Promise<void> {
    try {
      for (const type of TYPE_NAMES) await this.#load(type);
      this.#set({ phase: this.#asked.length > 0 ? "asking" : "done" });
    } catch (error) {
      if (!this.#cancelled.signal.aborted)
        this.#set({ failure: error instanceof Error ? error.message : String(error) });
      this.#set({ phase: "cancelled", waits: null });
    }
  }

  /** Stops before the next request. What was loaded stays. */
  cancel(): void {
    this.#cancelled.abort();
    this.#resume?.();
  }

  /** Sends again what failed. */
  resume(): void {
    this.#resume?.();
  }

  /** Takes the reports that ask for it; nothing: leaves all of them open. */
  async confirm(keys: ReadonlySet<string>): Promise<void> {
    const taken = this.#asked.filter(({ record }) => keys.has(reportKeyOf(record)));
    const left = this.#state.asks.filter(({ key }) => !keys.has(key));
    for (const { line, reason } of left) this.#reject({ line, type: "mrr_report", field: null, reason });
    this.#asked = [];
    this.#set({ asks: [], phase: "loading" });
    try {
      if (taken.length > 0) await this.#send("mrr_report", taken, true);
      this.#set({ phase: "done" });
    } catch {
      this.#set({ phase: "cancelled", waits: null });
    }
  }

  async #load(type: string): Promise<void> {
    const { file, codes, doubtful } = this.survey;
    const { owner, since = "" } = RECORD_TYPES[type] ?? {};
    const batcher = new Batcher();
    const periods: Entry[] = [];
    for await (const { line, text } of readAgain(file, codes, TYPE_NAMES.indexOf(type) + 1)) {
      this.#cancelled.signal.throwIfAborted();
      const record = convert(text);
      if (!record.ok) throw new Error("The file has changed since it was read. Drop it again.");
      if (type === "mrr_report") {
        const key = reportKeyOf(record);
        if (this.#lacking.has(key) || mayLackLines(key, doubtful)) {
          this.#reject({ line, type, field: null, reason: WITHHELD });
          this.#set({ sent: this.#state.sent + 1 });
          continue;
        }
      }
      const entry = { line, record };
      if (owner) {
        periods.push(entry);
        continue;
      }
      const full = batcher.add(entry);
      if (full) await this.#send(type, full, false);
    }
    // Which of them can stand is decided by all of one owner: in one request, wherever they are in the file.
    for (const group of owner ? byOwner(periods, owner, toCamelCase(since)) : []) {
      for (const full of batcher.addTogether(group)) await this.#send(type, full, false);
    }
    const rest = batcher.take();
    if (rest.length > 0) await this.#send(type, rest, false);
  }

  async #send(type: string, entries: readonly Entry[], confirm: boolean): Promise<void> {
    const facts = entries.map(({ record }) => record.fact);
    const name = toCamelCase(type);
    for (;;) {
      this.#cancelled.signal.throwIfAborted();
      const answer =
        type === "activity"
          ? await this.#sender.activity(facts)
          : await this.#sender.facts(
              facts.map((fact) => ({ [name]: fact })),
              confirm,
            );
      if ("retryAfter" in answer) await this.#wait(answer.retryAfter);
      else if ("failure" in answer) await this.#halt(answer.failure);
      else {
        this.#take(type, entries, answer, confirm);
        return;
      }
    }
  }

  #take(
    type: string,
    entries: readonly Entry[],
    answer: Exclude<Answer, { retryAfter: number } | { failure: string }>,
    confirmed: boolean,
  ): void {
    const asks = [...this.#state.asks];
    const rejections: Notice[] = [];
    for (const { index, field, reason, confirmable } of answer.rejected) {
      const entry = entries[index];
      if (!entry) continue;
      if (confirmable) {
        this.#asked.push(entry);
        asks.push({ key: reportKeyOf(entry.record), line: entry.line, reason });
        continue;
      }
      if (type === "mrr") this.#lacking.add(reportKeyOf(entry.record));
      rejections.push({ line: entry.line, type, field: field ?? null, reason });
    }
    const warnings = answer.warnings.flatMap(({ index, field, reason }) => {
      const entry = entries[index];
      return entry ? [{ line: entry.line, type, field: field ?? null, reason }] : [];
    });
    this.#count(type, { accepted: answer.accepted, unchanged: answer.unchanged });
    for (const one of rejections) this.#reject(one, false);
    const { state } = this;
    this.#set({
      asks,
      sent: state.sent + (confirmed ? 0 : entries.length),
      warnings: state.warnings.length < MOST_NOTICES ? [...state.warnings, ...warnings] : state.warnings,
    });
  }

  #reject(notice: Notice, tell = true): void {
    const { notices, rejected } = this.#state;
    if (notices.length < MOST_NOTICES) (notices as Notice[]).push(notice);
    this.#count(notice.type ?? "", { rejected: 1 });
    this.#state = { ...this.#state, rejected: rejected + 1 };
    if (tell) this.#set({});
  }

  #count(type: string, by: Partial<Omit<Tally, "type" | "total">>): void {
    const tallies = this.#state.tallies.map((one) =>
      one.type === type
        ? {
            ...one,
            accepted: one.accepted + (by.accepted ?? 0),
            unchanged: one.unchanged + (by.unchanged ?? 0),
            rejected: one.rejected + (by.rejected ?? 0),
          }
        : one,
    );
    this.#state = { ...this.#state, tallies };
  }

  async #wait(seconds: number): Promise<void> {
    this.#set({ waits: Math.ceil(seconds) });
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.max(0.25, seconds) * 1_000);
      this.#cancelled.signal.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve();
      });
    });
    this.#set({ waits: null });
  }

  async #halt(failure: string): Promise<void> {
    this.#set({ phase: "halted", failure });
    await new Promise<void>((resolve) => {
      this.#resume = resolve;
    });
    this.#resume = null;
    this.#set({ phase: "loading", failure: null });
  }

  #set(changes: Partial<LoadState>): void {
    this.#state = { ...this.#state, ...changes };
    for (const listener of this.#listeners) listener();
  }
}

/** The reports that a load leaves open, since their closing line was not taken. */
export function leftOpen({ survey, state }: Load): string[] {
  const closing = state.notices.filter(({ type }) => type === "mrr_report").map(({ line }) => line);
  const open = new Set(closing);
  const ended = state.phase === "cancelled";
  return survey.reports
    .filter(({ closes }) => closes === null || ended || open.has(closes.line))
    .filter(({ lines }) => lines > 0)
    .map(({ key }) => key);
}
