import { expect, test } from "vitest";
import { readOrder } from "./use-list";

test("an order in the address is a field and a direction, and anything else none", () => {
  expect(readOrder("SOLD_MRR:DESC")).toEqual({ field: "SOLD_MRR", direction: "DESC" });
  expect(readOrder("metric:points:ASC")).toEqual({ field: "metric:points", direction: "ASC" });
  for (const text of ["", "SOLD_MRR", ":ASC", "SOLD_MRR:down"]) expect(readOrder(text)).toBeNull();
});
