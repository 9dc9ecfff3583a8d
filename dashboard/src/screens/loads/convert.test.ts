import { describe, expect, it } from "vitest";
import { type Bad, convert, mayBeOf, reportKeyOf } from "./convert";

const bad = (text: string) => {
  const found = convert(text);
  if (found.ok) throw new Error(`taken: ${text}`);
  return found as Bad;
};

describe("convert", () => {
  it("gives the names of the API and keeps values as they are", () => {
    const line =
      '{"type": "client", "id": "c", "name": "N", "registered_on": "2018-01-20", "sold_by": "p", "sold_on": null}';
    expect(convert(line)).toEqual({
      ok: true,
      type: "client",
      fact: { id: "c", name: "N", registeredOn: "2018-01-20", soldBy: "p", soldOn: null },
      since: "2018-01-20",
    });
  });

  it("tells what is wrong with a line, and its field", () => {
    expect(bad("{").reason).toMatch(/^not JSON/);
    expect(bad("[1]").reason).toBe("not a JSON object: [1]");
    expect(bad('{"id": "x"}')).toMatchObject({ field: "type", reason: "missing" });
    expect(bad('{"type": "constructor"}').field).toBe("type");
    expect(bad('{"type": "partner", "id": "p", "name": "P", "domains": [], "joined_on": "2023-02-29"}')).toMatchObject({
      field: "joined_on",
      reason: 'not a date (YYYY-MM-DD): "2023-02-29"',
    });
    expect(bad('{"type": "partner", "id": "p", "name": "P", "domains": []}')).toMatchObject({
      field: "joined_on",
      reason: "missing",
    });
    expect(bad('{"type": "certification", "partner": "p", "from": "2018-01-01"}').reason).toMatch(/^no such field/);
    expect(bad('{"type": "mrr", "period": "2018-04", "client": "c", "amount": 900.5}').field).toBe("amount");
    expect(bad('{"type": "mrr", "period": "2018-04", "client": "c", "amount": "9", "revision": null}').field).toBe(
      "revision",
    );
  });

  it("takes no key twice, which JSON.parse would", () => {
    expect(bad('{"type": "mrr", "period": "2018-04", "client": "c", "amount": "1", "amount": "2"}')).toMatchObject({
      field: "amount",
      reason: "given more than once",
    });
    expect(
      convert('{"type": "partner", "id": "a\\":", "name": "x:", "domains": [], "joined_on": "2018-01-01"}').ok,
    ).toBe(true);
  });

  it("shows nothing that turns the direction of writing", () => {
    expect(bad('{"type": "\u202epartner"}').reason).toContain("\\u202e");
  });

  it("tells of which reports a bad line may be one", () => {
    expect(bad("{").reports).toEqual({ period: null, revision: null });
    expect(bad('{"type": "mrr", "period": "2018-04", "client": "c"}').reports).toEqual({
      period: "2018-04",
      revision: 1,
    });
    expect(bad('{"type": "mrr", "period": "2018-04", "rev": 2}').reports).toEqual({
      period: "2018-04",
      revision: null,
    });
    expect(bad('{"type": "mrr", "period": "2018-04", "period": "2018-05"}').reports?.period).toBeNull();
    expect(bad('{"type": "partner"}').reports).toBeNull();
    expect(mayBeOf({ period: null, revision: 2 }, "2018-04/2")).toBe(true);
    expect(mayBeOf({ period: "2018-04", revision: 1 }, "2018-04/2")).toBe(false);
  });

  it("tells the report of a line", () => {
    const line = convert('{"type": "mrr", "period": "2018-04", "client": "c", "amount": "9"}');
    expect(line.ok && reportKeyOf(line)).toBe("2018-04/1");
    expect(line.ok && line.since).toBe("2018-04-01");
  });
});
