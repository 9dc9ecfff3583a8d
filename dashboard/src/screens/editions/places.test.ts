import { describe, expect, it } from "vitest";
import { findPlaces, lineOf, withoutSource } from "./places";

const TEXT = `# a comment with [brackets]
program = "agency"
sources = [
    "https://example.com/#x", # ] no end
    "other = 1",
]
note = """
[[tiers]]
key = 1
"""

[[metrics]]
key = "SOLD_MRR"
over = ["SOLD"]

[[metrics]]
key = "POINTS"

[[metrics.terms]]
points = 4

[[tiers]]
key = "SILVER"
[[tiers.alternatives]]
at_least = { SOLD_MRR = "1.00" }

[[tiers]]
key = "GOLD"
[[tiers.alternatives]]
at_least = { SOLD_MRR = "2.00" }
[[tiers.alternatives]]
above = { SOLD_MRR = "3.00" }

[policy]
rise.on = "ALWAYS"
`;
const lineWith = (part: string, from = 0) => {
  const lines = TEXT.split("\n");
  return lines.findIndex((line, at) => at >= from && line.includes(part)) + 1;
};

describe("places", () => {
  it("finds tables and keys by their place", () => {
    const places = findPlaces(TEXT);
    expect(places.get("program")).toBe(2);
    expect(places.get("metrics[0].over")).toBe(lineWith("over ="));
    expect(places.get("metrics[1].terms[0].points")).toBe(lineWith("points ="));
    expect(places.get("tiers[1].alternatives[1]")).toBe(lineWith("above") - 1);
    expect(places.get("policy.rise.on")).toBe(lineWith("rise.on"));
    expect(places.has("tiers[2]")).toBe(false);
  });

  it("finds the line that a message is about", () => {
    const gate = 'text: tiers[1].alternatives[1].above.SOLD_MRRR: "SOLD_MRRR" is no metric of this file: use SOLD_MRR';
    expect(lineOf(gate, TEXT)).toBe(lineWith("above"));
    expect(lineOf("text: metrics[1].zzz: is not a key of this table", TEXT)).toBe(lineWith("[[metrics]]", 13));
    expect(lineOf("agency x: program: another one", TEXT)).toBe(2);
    expect(lineOf("text: is not TOML: Cannot overwrite a value (at line 7, column 6)", TEXT)).toBe(7);
    expect(lineOf("text: is not TOML: Invalid value (at end of document)", "a = 1\nb = \n\n")).toBe(2);
    expect(lineOf('agency x: no measure of a partner "SOLD" has been loaded', TEXT)).toBe(lineWith('["SOLD"]'));
    expect(lineOf("policy.fall.on: NEVER is not applied yet", TEXT)).toBe(lineWith("[policy]"));
    expect(lineOf("text: currency: is missing: add one", TEXT)).toBeNull();
  });

  it("says nothing of which text it is", () => {
    expect(withoutSource("text: key: is missing")).toBe("key: is missing");
  });
});
