import { describe, expect, it } from "vitest";
import { asDecimal, mayLackLines, readAgain, survey } from "./survey";

const read = (text: string) => survey(new File([text], "facts.ndjson"), () => {}, new AbortController().signal);
const mrr = (client: string, amount: string, more = "") =>
  `{"type": "mrr", "period": "2018-04", "client": "${client}", "amount": "${amount}"${more}}`;

describe("survey", () => {
  it("counts records by type with their days, in the order in which they are sent", async () => {
    const found = await read(
      [
        '{"type": "activity", "id": "e", "client": "c", "actor": "a@b.example", "kind": "LOGIN", "at": "2018-05-02T09:30:00+02:00"}',
        '{"type": "partner", "id": "p", "name": "P", "domains": [], "joined_on": "2017-03-01"}',
        '{"type": "partner", "id": "q", "name": "Q", "domains": [], "joined_on": "2016-03-01"}',
        "",
        '{"type": "partner", "id": "r"}',
      ].join("\n"),
    );
    expect(found.types).toEqual([
      { type: "partner", records: 2, first: "2016-03-01", last: "2017-03-01" },
      { type: "activity", records: 1, first: "2018-05-02", last: "2018-05-02" },
    ]);
    expect(found).toMatchObject({ lines: 5, records: 4, rejected: 1, doubtful: [] });
    expect(found.notices).toEqual([{ line: 5, type: "partner", field: "name", reason: "missing" }]);
  });

  it("adds up reports exactly, and says which may lack a line", async () => {
    const found = await read(
      [
        mrr("a", "0.1"),
        mrr("b", "0.2"),
        mrr("c", "9007199254740993.01", ', "currency": "EUR"'),
        '{"type": "mrr_report", "period": "2018-04", "ran_on": "2018-05-03", "lines": 4}',
        mrr("d", "1", ', "revision": 2'),
        '{"type": "mrr", "period": "2018-04"}',
      ].join("\n"),
    );
    expect(found.reports.map(({ key, lines }) => [key, lines])).toEqual([
      ["2018-04/1", 3],
      ["2018-04/2", 1],
    ]);
    const [first] = found.reports;
    expect([...(first?.totals ?? [])].map(([currency, amount]) => [currency, asDecimal(amount)])).toEqual([
      ["USD", "0.30"],
      ["EUR", "9007199254740993.01"],
    ]);
    expect(first?.closes).toEqual({ line: 4, ranOn: "2018-05-03", lines: 4, total: null });
    expect(mayLackLines("2018-04/1", found.doubtful)).toBe(true);
    expect(mayLackLines("2018-04/2", found.doubtful)).toBe(false);
  });

  it("rejects all lines of a client that has MRR whole and by line", async () => {
    const found = await read([mrr("a", "1"), mrr("b", "1"), mrr("a", "2", ', "line": "CRM"')].join("\n"));
    expect(found.notices.map(({ line, field }) => [line, field])).toEqual([
      [1, "line"],
      [3, "line"],
    ]);
    expect(found.types).toMatchObject([{ type: "mrr", records: 1 }]);
    const left: number[] = [];
    for await (const { line } of readAgain(found.file, found.codes, 10)) left.push(line);
    expect(left).toEqual([2]);
    expect(mayLackLines("2018-04/1", found.doubtful)).toBe(true);
  });

  it("refuses a file without records", async () => {
    await expect(read("id,name\np,Fernbrook\n")).rejects.toThrow("no records");
    await expect(read("\n\n")).rejects.toThrow("empty");
  });

  it("keeps a byte of each of a hundred thousand lines", async () => {
    const line =
      '{"type": "access", "client": "c", "employee": "ann", "granted_on": "2018-01-22", "revoked_on": null}\n';
    const found = await survey(
      new File(
        Array.from({ length: 100 }, () => line.repeat(1_000)),
        "accesses.ndjson",
      ),
      () => {},
      new AbortController().signal,
    );
    expect(found.types[0]?.records).toBe(100_000);
    expect(found.codes.byteLength).toBe(100_000);
  }, 30_000);
});
