import { expect, it } from "vitest";
import { addDays, endOfYearFrom, instantIn, isDay } from "./days";

it("adds days over months and leap days", () => {
  expect(addDays("2026-11-30", 1)).toBe("2026-12-01");
  expect(addDays("2028-03-01", -1)).toBe("2028-02-29");
});

it("tells days from other texts", () => {
  expect(["2026-11-30", "2026-02-30", "2026-1-1", ""].map(isDay)).toEqual([true, false, false, false]);
});

it("ends a year", () => {
  expect(endOfYearFrom("2026-11-30")).toBe("2027-11-29");
  expect(endOfYearFrom("2028-02-29")).toBe("2029-02-28");
});

it("finds an instant of the day in every zone", () => {
  const zones = ["UTC", "Europe/Berlin", "Pacific/Auckland", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Etc/GMT+12"];
  for (const timeZone of zones) {
    const there = new Intl.DateTimeFormat("sv-SE", { timeZone }).format(Date.parse(instantIn("2026-11-30", timeZone)));
    expect([timeZone, there]).toEqual([timeZone, "2026-11-30"]);
  }
});
