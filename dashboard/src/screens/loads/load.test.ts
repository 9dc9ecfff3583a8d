import { describe, expect, it } from "vitest";
import { BOUNDS } from "./batches";
import { type Answer, Load, leftOpen, type Sender } from "./load";
import { survey } from "./survey";

const read = (lines: string[]) =>
  survey(new File([lines.join("\n")], "facts.ndjson"), () => {}, new AbortController().signal);
const mrr = (client: string, period = "2018-04") =>
  `{"type": "mrr", "period": "${period}", "client": "${client}", "amount": "1.00"}`;
const report = (period = "2018-04") => `{"type": "mrr_report", "period": "${period}", "ran_on": "2018-05-03"}`;
const good = (records: readonly unknown[]): Answer => ({
  accepted: records.length,
  unchanged: 0,
  rejected: [],
  warnings: [],
});

/** Answers as it is told to, and keeps what was sent. */
function scripted(answer: (names: string[], confirm: boolean, records: readonly Record<string, unknown>[]) => Answer) {
  const sent: string[][] = [];
  const take = async (names: string[], confirm: boolean, records: readonly Record<string, unknown>[]) => {
    sent.push(names);
    return answer(names, confirm, records);
  };
  const sender: Sender = {
    facts: (records, confirm) =>
      take(
        records.map((one) => Object.keys(one)[0] ?? ""),
        confirm,
        records,
      ),
    activity: (events) =>
      take(
        events.map(() => "activity"),
        false,
        events,
      ),
  };
  return { sender, sent };
}

describe("Load", () => {
  it("sends what others refer to first, and reports last", async () => {
    const { sender, sent } = scripted((_, __, records) => good(records));
    const load = new Load(
      await read([
        report(),
        '{"type": "employee", "id": "ann", "partner": "p", "email": "a@b.example"}',
        mrr("c"),
        '{"type": "activity", "id": "e", "client": "c", "actor": "a@b.example", "kind": "LOGIN", "at": "2018-05-02T09:30:00Z"}',
        '{"type": "partner", "id": "p", "name": "P", "domains": [], "joined_on": "2017-03-01"}',
      ]),
      sender,
    );
    await load.run();
    expect(sent).toEqual([["partner"], ["employee"], ["activity"], ["mrr"], ["mrrReport"]]);
    expect(load.state).toMatchObject({ phase: "done", sent: 5, total: 5, rejected: 0 });
    expect(leftOpen(load)).toEqual([]);
  });

  it("sends all periods of one owner at once, by their days, however small requests are", async () => {
    const most = BOUNDS.records;
    BOUNDS.records = 3;
    try {
      const sent: unknown[][] = [];
      const { sender } = scripted((_, __, records) => {
        sent.push(
          records.map(({ certification, credential }) => {
            const one = (certification ?? credential) as Record<string, string>;
            return [one.partner ?? one.employee, one.name, one.validFrom, one.validUntil].filter(Boolean).join(" ");
          }),
        );
        return good(records);
      });
      const period = (partner: string, from: string, until: string) =>
        `{"type": "certification", "partner": "${partner}", "valid_from": "2019-${from}", "valid_until": "2019-${until}"}`;
      const held = (employee: string, name: string, from: string) =>
        `{"type": "credential", "employee": "${employee}", "name": "${name}", "valid_from": "2019-${from}"}`;
      const load = new Load(
        await read([
          period("p", "06-01", "12-31"),
          held("ann", "ADS", "03-01"),
          ...["a", "b"].map((other) => period(other, "01-01", "12-31")),
          period("p", "01-01", "08-31"),
          period("q", "02-01", "03-31"),
          period("p", "01-01", "05-31"),
          held("ann", "CMS", "01-01"),
          ...["02-01", "01-01"].map((day) => held("ann", "ADS", day)),
          ...["09", "08", "07", "06"].map((month) => period("r", `${month}-01`, `${month}-02`)),
        ]),
        sender,
      );
      await load.run();
      expect(sent).toEqual([
        ["p 2019-01-01 2019-08-31", "p 2019-01-01 2019-05-31", "p 2019-06-01 2019-12-31"],
        ["a 2019-01-01 2019-12-31", "b 2019-01-01 2019-12-31", "q 2019-02-01 2019-03-31"],
        ["r 2019-06-01 2019-06-02", "r 2019-07-01 2019-07-02", "r 2019-08-01 2019-08-02"],
        ["r 2019-09-01 2019-09-02"],
        ["ann ADS 2019-01-01", "ann ADS 2019-02-01", "ann ADS 2019-03-01"],
        ["ann CMS 2019-01-01"],
      ]);
      expect(load.state).toMatchObject({ phase: "done", sent: 14, total: 14, rejected: 0 });
    } finally {
      BOUNDS.records = most;
    }
  });

  it("holds a report back that lacks a line", async () => {
    const { sender, sent } = scripted((names, _, records) =>
      names[0] === "mrr"
        ? { accepted: 1, unchanged: 0, rejected: [{ index: 0, field: "client", reason: "no client" }], warnings: [] }
        : good(records),
    );
    const load = new Load(await read([mrr("nobody"), mrr("c", "2018-05"), report(), report("2018-05")]), sender);
    await load.run();
    expect(sent).toEqual([["mrr", "mrr"], ["mrrReport"]]);
    expect(load.state.notices.map(({ line, type }) => [line, type])).toEqual([
      [1, "mrr"],
      [3, "mrr_report"],
    ]);
    expect(leftOpen(load)).toEqual(["2018-04/1"]);
  });

  it("sends no report at all when a line cannot be read", async () => {
    const { sender, sent } = scripted((_, __, records) => good(records));
    const load = new Load(await read([mrr("c"), "nonsense", report()]), sender);
    await load.run();
    expect(sent).toEqual([["mrr"]]);
    expect(load.state).toMatchObject({ sent: 2, total: 2, rejected: 2 });
  });

  it("asks before it confirms a report, and tells of one that is left open", async () => {
    const reason = "has less than half";
    const { sender, sent } = scripted((names, confirm, records) =>
      names[0] === "mrrReport" && !confirm
        ? {
            accepted: 0,
            unchanged: 0,
            rejected: records.map((_, index) => ({ index, field: null, reason, confirmable: true })),
            warnings: [],
          }
        : good(records),
    );
    const load = new Load(await read([mrr("a"), mrr("a", "2018-05"), report(), report("2018-05")]), sender);
    await load.run();
    expect(load.state).toMatchObject({ phase: "asking", rejected: 0 });
    expect(load.state.asks.map(({ key }) => key)).toEqual(["2018-04/1", "2018-05/1"]);
    await load.confirm(new Set(["2018-05/1"]));
    expect(sent.at(-1)).toEqual(["mrrReport"]);
    expect(load.state).toMatchObject({ phase: "done", sent: 4, rejected: 1 });
    expect(load.state.notices).toMatchObject([{ line: 3, reason }]);
    expect(leftOpen(load)).toEqual(["2018-04/1"]);
  });

  it("waits as long as it is told to, and sends the same again", async () => {
    let refusals = 1;
    const { sender, sent } = scripted((_, __, records) => (refusals-- > 0 ? { retryAfter: 0.01 } : good(records)));
    const load = new Load(await read([mrr("a")]), sender);
    const waits: (number | null)[] = [];
    load.subscribe(() => waits.push(load.state.waits));
    await load.run();
    expect(sent).toHaveLength(2);
    expect(waits).toContain(1);
    expect(load.state).toMatchObject({ phase: "done", waits: null });
  });

  it("halts where a request fails, and goes on or ends as it is told to", async () => {
    let refusals = 1;
    const { sender } = scripted((_, __, records) => (refusals-- > 0 ? { failure: "away" } : good(records)));
    const load = new Load(await read([mrr("a"), report()]), sender);
    load.subscribe(() => load.state.phase === "halted" && queueMicrotask(() => load.resume()));
    await load.run();
    expect(load.state.phase).toBe("done");

    const failing = scripted(() => ({ failure: "away" }));
    const other = new Load(await read([mrr("a"), report()]), failing.sender);
    other.subscribe(() => other.state.phase === "halted" && queueMicrotask(() => other.cancel()));
    await other.run();
    expect(other.state).toMatchObject({ phase: "cancelled", sent: 0 });
    expect(leftOpen(other)).toEqual(["2018-04/1"]);
  });
});
