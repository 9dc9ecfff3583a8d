import { describe, expect, it } from "vitest";
import { KIND_NAMES, type Surroundings } from "./kinds";
import { add, factsOf, idOf, lackingOf, read, type Supposition, write } from "./suppositions";

const around: Surroundings = {
  partner: "P1",
  timeZone: "UTC",
  asOf: "2026-11-29",
  today: "2026-11-30",
  certifiedUntil: "2027-01-28",
  emailOf: (employee) => (employee === "E1" ? "ada@agency.example" : undefined),
};

const sold: Supposition = {
  number: 1,
  kind: "client",
  values: { name: "New", amount: "6500.00", soldOn: "2026-11-20" },
};

describe("factsOf", () => {
  it("makes a sold client of a new one, with what it counts with", () => {
    const id = idOf(sold);
    expect(factsOf([sold], around).facts).toEqual([
      { client: { id, name: "New", registeredOn: "2026-11-20", soldBy: "P1", soldOn: "2026-11-20" } },
      { clientMrr: { client: id, amount: "6500.00" } },
    ]);
  });

  it("makes an access with a login on the day, the last day included", () => {
    const values = { employee: "E1", client: "C1", from: "2026-11-01", until: "2026-12-31", activeOn: "2026-11-05" };
    const { facts } = factsOf([{ number: 2, kind: "access", values }], around);
    expect(facts).toEqual([
      { access: { employee: "E1", client: "C1", grantedOn: "2026-11-01", revokedOn: "2027-01-01" } },
      {
        activity: {
          id: "what-if access 2",
          actor: "ada@agency.example",
          client: "C1",
          at: "2026-11-05T12:00:00Z",
          kind: "LOGIN",
        },
      },
    ]);
  });

  it("says of which supposition each fact is, and leaves out what is not complete", () => {
    const open: Supposition = { number: 2, kind: "mrr", values: { client: "C1", amount: "12.345" } };
    const whole: Supposition = { number: 3, kind: "mrr", values: { client: "C1", amount: "12.34" } };
    expect(factsOf([sold, open, whole], around).numbers).toEqual([1, 1, 3]);
    expect(lackingOf(open).map((field) => field.name)).toEqual(["amount"]);
  });

  it("measures a client where one is named, else the partner", () => {
    const values = { name: "CSAT", value: "-4.5", on: "2026-11-01" };
    const of = (client: string) =>
      factsOf([{ number: 1, kind: "measure", values: { ...values, client } }], around).facts;
    expect(of("")).toEqual([{ measure: { ...values, partner: "P1", currency: null } }]);
    expect(of("C1")).toEqual([{ measure: { ...values, client: "C1", currency: null } }]);
  });
});

it("begins a certification where the one of today ends", () => {
  expect(add([], "certification", around)[0]?.values).toEqual({ from: "2027-01-29", until: "2028-01-28" });
  const never = { ...around, certifiedUntil: null };
  expect(add([], "certification", never)[0]?.values).toEqual({ from: "2026-11-29", until: "2027-11-28" });
});

describe("the address", () => {
  it("keeps what is supposed", () => {
    const all = KIND_NAMES.reduce((list, kind) => add(list, kind, around), [] as Supposition[]);
    expect(read(write(all))).toEqual(all);
    expect(new Set(all.map(idOf)).size).toBe(all.length);
    expect(write([])).toBe("");
  });

  it("is read without what is of no use", () => {
    expect(read("")).toEqual([]);
    expect(read("{")).toEqual([]);
    expect(read('{"a":1}')).toEqual([]);
    expect(
      read('[1,[1,"nonsense",{}],[2,"mrr",null],[3,"mrr",{"amount":5,"client":"C1","other":"x"}],[3,"mrr",{}]]'),
    ).toEqual([{ number: 3, kind: "mrr", values: { client: "C1" } }]);
  });
});
