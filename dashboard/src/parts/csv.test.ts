import { describe, expect, it } from "vitest";
import { csvCell, csvLine } from "./csv";

describe("csvCell", () => {
  it("leaves text and numbers as they are", () => {
    expect(["Northwind", "4280.00", "-12.50", "2026-11-30", ""].map(csvCell)).toEqual([
      "Northwind",
      "4280.00",
      "-12.50",
      "2026-11-30",
      "",
    ]);
  });

  it("makes harmless what a spreadsheet would compute", () => {
    const formulas = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "+49123"];
    expect(formulas.map(csvCell)).toEqual(formulas.map((one) => `'${one}`));
    expect(csvCell('=HYPERLINK("x","y")')).toBe('"\'=HYPERLINK(""x"",""y"")"');
  });

  it("quotes what would end a cell or a line", () => {
    expect(csvCell("A, B")).toBe('"A, B"');
    expect(csvCell('say "so"')).toBe('"say ""so"""');
    expect(csvCell("two\nlines")).toBe('"two\nlines"');
  });
});

it("ends lines as RFC 4180 has it", () => {
  expect(csvLine(["a", "b,c"])).toBe('a,"b,c"\r\n');
});
