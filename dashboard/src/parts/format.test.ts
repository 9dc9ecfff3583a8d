import { describe, expect, test, vi } from "vitest";
import { formatDay, formatMoney, formatNumber, formatShare, timeOf } from "./format";

describe("money", () => {
  test("of more digits than a double holds stays exact", () => {
    expect(formatMoney("12345678901234567890.12", "EUR").replace(/\D/g, "")).toBe("1234567890123456789012");
  });

  test("names its currency, also one without minor units", () => {
    expect(formatMoney("1200", "JPY")).toMatch(/¥.*1,?200(?!\.)/);
  });
});

test("a share is shown in percent, a number with as many digits as it has, up to two", () => {
  expect(formatShare("0.7125")).toBe("71.25%");
  expect(formatNumber("1234.5")).toBe("1,234.5");
  expect(formatNumber("1234567.891")).toBe("1,234,567.89");
  expect(formatNumber("4")).toBe("4");
  expect(formatNumber("0")).toBe("0");
});

test("what is there is never shown as nothing", () => {
  expect(formatNumber("0.00012")).toBe("0.00012");
  expect(formatShare("0.00001")).toBe("0.001%");
});

test("days are the same wherever they are looked at from", () => {
  for (const zone of ["Pacific/Kiritimati", "America/Los_Angeles", "UTC"]) {
    vi.stubEnv("TZ", zone);
    expect(formatDay("2026-11-15")).toContain("15");
    expect(timeOf("2026-11-15")).toBe(Date.UTC(2026, 10, 15));
  }
});
