import { describe, expect, it } from "vitest";
import { editionBefore, editionPath, findEdition, isInForce, type Listed } from "./links";

const edition = (key: string, effectiveFrom: string, status: Listed["status"] = "PUBLISHED"): Listed => ({
  id: `id-${key}`,
  key,
  name: key,
  status,
  effectiveFrom,
});
const program = (key: string, editions: Listed[]) => ({ id: key, key, name: key, currency: "USD", editions });
const agency = program("agency", [
  edition("a", "2017-01-01"),
  edition("b", "2018-01-01"),
  edition("new", "2030-01-01", "DRAFT"),
]);
const odoo = program("odoo", [edition("a", "2023-01-01", "DRAFT")]);

describe("links", () => {
  it("leads to the same edition again", () => {
    for (const one of [agency, odoo])
      for (const of of one.editions) {
        const named = decodeURIComponent(editionPath({ ...of, id: `${one.key}${of.id}` }, one.key, "agency").slice(10));
        const known = [agency, odoo].map((family) => ({
          ...family,
          editions: family.editions.map((each) => ({ ...each, id: `${family.key}${each.id}` })),
        }));
        const found = findEdition(known, named, "agency");
        expect([found?.program.key, found?.edition.key]).toEqual([one.key, of.key]);
        expect(named).not.toBe("new");
      }
  });

  it("compares with the one before", () => {
    const [a, b, draft] = agency.editions as [Listed, Listed, Listed];
    expect(editionBefore({ edition: b, program: agency })?.key).toBe("a");
    expect(editionBefore({ edition: draft, program: agency })?.key).toBe("b");
    expect(editionBefore({ edition: a, program: agency })?.key).toBe("b");
    expect(editionBefore({ edition: odoo.editions[0] as Listed, program: odoo })).toBeNull();
  });

  it("tells which one is in force", () => {
    expect(isInForce({ ...edition("a", "2017-01-01"), effectiveUntil: "2017-12-31" }, "2017-12-31")).toBe(true);
    expect(isInForce({ ...edition("a", "2017-01-01"), effectiveUntil: "2017-12-31" }, "2018-01-01")).toBe(false);
    expect(isInForce(edition("a", "2017-01-01", "DRAFT"), "2018-01-01")).toBe(false);
  });
});
