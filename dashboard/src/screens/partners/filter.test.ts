import { describe, expect, it } from "vitest";
import { strangeIn } from "../../parts/use-list";
import { filterOf, KNOWN, orderOf } from "./filter";
import { readRanges, writeRanges } from "./ranges";

const filter = (text: string) => {
  const address = new URLSearchParams(text);
  return filterOf((name) => address.get(name) ?? "");
};

describe("filterOf", () => {
  it("filters nothing without anything in the address", () => {
    expect(filter("")).toEqual({});
  });

  it("takes all filters together", () => {
    expect(
      filter("tier=GOLD&change=DEMOTED&certified=no&provisional=yes&risk=3&country=de&ranges=A:1:2,B::-0.5"),
    ).toEqual({
      tier: "GOLD",
      change: "DEMOTED",
      certified: false,
      provisional: true,
      atRiskWithin: 3,
      country: "de",
      metrics: [
        { key: "A", min: "1", max: "2" },
        { key: "B", min: null, max: "-0.5" },
      ],
    });
  });

  it("tells no tier from any tier", () => {
    expect(filter("tier=-")).toEqual({ untiered: true });
    expect(filter("tier=*")).toEqual({ untiered: false });
  });

  it("knows what the server would refuse", () => {
    const strange = (text: string) => {
      const address = new URLSearchParams(text);
      return strangeIn((name) => address.get(name) ?? "", KNOWN);
    };
    const bad = "change=toString&certified=1&provisional=&risk=4&country=DEU&ranges=A::,B:x:&order=metric";
    expect(strange(bad)).toEqual(["change", "certified", "risk", "country", "ranges", "order"]);
    const good =
      "change=DEMOTED&certified=no&provisional=yes&risk=3&country=de&ranges=A:1:2,B::-0.5&order=metric:A:ASC";
    expect(strange(good)).toEqual([]);
  });
});

it("orders by fields and by metrics", () => {
  expect(orderOf(null)).toBeNull();
  expect(orderOf({ field: "toString", direction: "ASC" })).toBeNull();
  expect(orderOf({ field: "TIER", direction: "DESC" })).toEqual({ field: "TIER", direction: "DESC" });
  expect(orderOf({ field: "metric:SOLD_MRR", direction: "ASC" })).toEqual({ metric: "SOLD_MRR", direction: "ASC" });
});

it("writes ranges so that they can be read", () => {
  const ranges = [
    { key: "SOLD_MRR", min: "1000", max: "" },
    { key: "odd:key,", min: "-1.5", max: "2" },
  ];
  expect(readRanges(writeRanges(ranges))).toEqual(ranges);
});

it("does not stumble over a key that nobody has encoded", () => {
  expect(readRanges("%:1:2")).toEqual([{ key: "%", min: "1", max: "2" }]);
});
