import { describe, expect, it } from "vitest";
import { filterOf } from "./dry-run-filter";
import { NO_TIER } from "./matrix";

const filter = (address: Record<string, string>) => filterOf({ get: (name) => address[name] ?? "" }, "2018-06-15");

describe("filterOf", () => {
  it("shows who moves unless something else is asked for", () => {
    expect(filter({})).toEqual({ on: "2018-06-15", moved: true });
    expect(filter({ which: "all" })).toEqual({ on: "2018-06-15" });
    expect(filter({ which: "down", from: "GOLD" })).toEqual({
      on: "2018-06-15",
      changes: ["DEMOTED"],
      tierBefore: "GOLD",
    });
  });

  it("finds those without a tier", () => {
    expect(filter({ from: NO_TIER, to: "SILVER" })).toEqual({
      on: "2018-06-15",
      untieredBefore: true,
      tierAfter: "SILVER",
    });
  });

  it("compares with another dry run only where that is chosen", () => {
    expect(filter({ which: "all", differs: "yes" })).toEqual({ on: "2018-06-15" });
    expect(filter({ which: "all", beside: "7" })).toEqual({ on: "2018-06-15" });
    expect(filter({ which: "all", beside: "7", differs: "yes" })).toEqual({ on: "2018-06-15", differsFrom: "7" });
  });
});
