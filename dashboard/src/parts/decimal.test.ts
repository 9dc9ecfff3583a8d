import { expect, it } from "vitest";
import { isDecimal, minus, plus, signOf } from "./decimal";

it("subtracts exactly", () => {
  expect(minus("6500.10", "0.2")).toBe("6499.90");
  expect(minus("0.1", "0.3")).toBe("-0.2");
  expect(minus("5", "2.5")).toBe("2.5");
  expect(minus("90071992547409931.01", "90071992547409931")).toBe("0.01");
  expect(minus("-0.50", "-1")).toBe("0.50");
  expect(minus("3", "3")).toBe("0");
});

it("adds exactly", () => {
  expect(plus("0.10", "0.20")).toBe("0.30");
  expect(plus("9007199254740993.01", "0.01")).toBe("9007199254740993.02");
  expect(plus("-0.05", "0.01")).toBe("-0.04");
  expect(plus("-1.50", "0.25")).toBe("-1.25");
  expect(plus("5", "7")).toBe("12");
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
