import { expect, test } from "vitest";
import { isOneOf, isOrderBy, readOrder, shownOf, strangeIn } from "./use-list";

test("an order in the address is a field and a direction, and anything else none", () => {
  expect(readOrder("SOLD_MRR:DESC")).toEqual({ field: "SOLD_MRR", direction: "DESC" });
  expect(readOrder("metric:points:ASC")).toEqual({ field: "metric:points", direction: "ASC" });
  for (const text of ["", "SOLD_MRR", ":ASC", "SOLD_MRR:down"]) expect(readOrder(text)).toBeNull();
});

test("shows the columns that were chosen, in the table's order, and never none", () => {
  const columns = [{ id: "name" }, { id: "tier" }, { id: "country", spare: true }];
  const shown = (chosen: string[] | null) => shownOf(columns, { columns: chosen }).map((one) => one.id);
  expect(shown(null)).toEqual(["name", "tier"]);
  expect(shown(["country", "name"])).toEqual(["name", "country"]);
  expect(shown(["gone"])).toEqual(["name", "tier"]);
});

test("what an address asks for that a list does not have is told apart from what it has", () => {
  const known = { status: isOneOf({ FAILED: "Failed" }), order: isOrderBy({ NAME: true }) };
  const strange = (address: string) => strangeIn((name) => new URLSearchParams(address).get(name) ?? "", known);
  expect(strange("status=FAILED&order=NAME:ASC&other=x")).toEqual([]);
  expect(strange("status=&order=")).toEqual([]);
  expect(strange("status=toString&order=NAME")).toEqual(["status", "order"]);
  expect(strange("order=AMOUNT:ASC")).toEqual(["order"]);
});
