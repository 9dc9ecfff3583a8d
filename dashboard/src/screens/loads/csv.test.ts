import { expect, it } from "vitest";
import { csvOf } from "./csv";

it("quotes what has to be, and makes no formulas", () => {
  const notices = [
    { line: 3, type: null, field: null, reason: 'not "JSON", but more' },
    { line: 4, type: "mrr", field: "=1+1", reason: "x" },
  ];
  expect(csvOf("rejected", notices)).toBe(
    'line,what,type,field,reason\r\n3,rejected,,,"not ""JSON"", but more"\r\n4,rejected,mrr,\'=1+1,x',
  );
});
