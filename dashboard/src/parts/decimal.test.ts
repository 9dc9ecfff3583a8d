import { expect, it } from "vitest";
import { isDecimal, minus, signOf } from "./decimal";

it("subtracts exactly", () => {
  expect(minus("6500.10", "0.2")).toBe("6499.90");
  expect(minus("0.1", "0.3")).toBe("-0.2");
  expect(minus("5", "2.5")).toBe("2.5");
  expect(minus("90071992547409931.01", "90071992547409931")).toBe("0.01");
  expect(minus("-0.50", "-1")).toBe("0.50");
  expect(minus("3", "3")).toBe("0");
});

it("tells signs", () => {
  expect(["0.00", "-0.01", "0.01", "-0.00"].map(signOf)).toEqual([0, -1, 1, 0]);
});

it("tells decimals from other texts", () => {
  expect(["1", "-1.50", "", "1.", ".5", "1e3", "1,5"].map(isDecimal)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});
