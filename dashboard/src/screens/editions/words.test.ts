import { describe, expect, it } from "vitest";
import { parseFile, type Table, tables, text } from "./file";
import { creditInWords, gateInWords, metricInWords, policyInWords } from "./words";

const FILES = Object.entries({
  ...import.meta.glob<string>("../../../../tiers/editions/*.toml", {
    query: "?raw",
    import: "default",
    eager: true,
  }),
  ...import.meta.glob<string>("../../../../examples/editions/*.toml", {
    query: "?raw",
    import: "default",
    eager: true,
  }),
}).map(([path, source]) => [path.split("/").at(-1) ?? "", source] as const);

function fileOf(name: string): Table {
  const parsed = parseFile(FILES.find(([one]) => one === name)?.[1] ?? "");
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.file;
}

describe("words", () => {
  it("has files to read", () => expect(FILES.length).toBeGreaterThan(10));

  it.each(FILES)("says of %s what each of its metrics and ways is", (_, source) => {
    const parsed = parseFile(source);
    if (!parsed.ok) throw new Error(parsed.message);
    for (const metric of tables(parsed.file, "metrics")) {
      const said = metricInWords(metric, parsed.file).join(" ");
      expect(said, text(metric, "key") ?? "").not.toBe("");
      expect(said).not.toMatch(/NaN|undefined|null|\s{2}| \.|“”/);
    }
    for (const credit of tables(parsed.file, "credits")) {
      const said = creditInWords(credit).join(" ");
      expect(said).not.toMatch(/NaN|undefined|null/);
    }
  });

  it("says what the agency program measures", () => {
    const file = fileOf("agency-2018-05.toml");
    expect(tables(file, "metrics").map((metric) => metricInWords(metric, file).join(" "))).toEqual([
      "The MRR of the clients that count as Sold.",
      "The MRR of the clients that count as Managed.",
      "The median, over the clients that count as Sold or Managed and add more than 0, of how many of the listed apps each used in the last 90 days.",
      "Whether a certification of the partner covers the day.",
    ]);
    expect(tables(file, "credits").map((credit) => creditInWords(credit).join(" "))[0]).toBe(
      "The partner sold it, up to 12 months ago.",
    );
  });

  it("says what holds of a count where the file leaves it out", () => {
    const count = { kind: "count", key: "CLIENTS", name: "Clients", unit: "COUNT", of: "clients", over: [] };
    expect(metricInWords(count, {}).at(-1)).toBe("Only those that add more than 0.");
    expect(metricInWords({ ...count, paying: false }, {})).toHaveLength(1);
  });

  it("says of what a net change grows", () => {
    const file = fileOf("microsoft-infrastructure-2023.toml");
    const said = tables(file, "metrics").map((metric) => [text(metric, "key"), metricInWords(metric, file).at(-1)]);
    expect(said).toContainEqual(["NET_CUSTOMERS", "What has no value by the beginning grows from 0."]);
    expect(said).toContainEqual(["ACR_GROWN", "Of the last 12 months."]);
  });

  it("says gates in the units of their metrics", () => {
    const money = { name: "Sold MRR", unit: "MONEY", currencyCode: "USD" } as const;
    expect(gateInWords({ comparison: "AT_LEAST", minimum: "1125.00", metric: money })).toMatch(
      /^Sold MRR of at least .*1.?125\.00$/,
    );
    const flag = { name: "Partner certified", unit: "FLAG" } as const;
    expect(gateInWords({ comparison: "AT_LEAST", minimum: "1", metric: flag })).toBe("Partner certified");
  });

  it("says when tiers are decided and what keeps them", () => {
    const said = policyInWords(
      {
        deciding: { rhythm: "MONTHLY", day: 15, months: [] },
        rise: { on: "ALWAYS", months: [] },
        fall: { on: "MONTHS", months: [1, 7] },
        keptBy: { decidingDays: 6, wholeMonths: null },
        mustHold: ["CERTIFIED"],
        terms: [{ tier: "GOLD", months: 6 }],
        provisionalMayDemote: false,
        fallsWaitForApproval: false,
        carry: [{ before: "SILVER", now: null }],
      },
      (key) => key.toLowerCase(),
    );
    expect(said).toEqual([
      "Tiers are decided on day 15 of every month, by the day before.",
      "Partners can rise on every deciding day.",
      "Partners can fall on the deciding days in January and July.",
      "A fall goes to the best tier performed on the last 6 deciding days.",
      "certified must pass on the day itself, whatever was performed before.",
      "gold cannot be lost for 6 months after a rise to it.",
      "A decision on provisional data is never a fall.",
      "Who had SILVER in the edition before has no tier.",
    ]);
  });
});
