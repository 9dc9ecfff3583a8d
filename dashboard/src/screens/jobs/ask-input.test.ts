import { expect, test } from "vitest";
import { activityInput, errorsAt, errorsElsewhere, newestMonth } from "./ask-input";

test("the newest month that can be decided is one whose 14th has closed", () => {
  expect(["2026-11-29", "2026-11-14", "2026-11-13", "2027-01-13", "2027-01-14"].map(newestMonth)).toEqual([
    "2026-11",
    "2026-11",
    "2026-10",
    "2026-12",
    "2027-01",
  ]);
});

test("a day is a range of itself", () => {
  const form = new FormData();
  form.set("day", "2026-11-29");
  form.set("fromScratch", "on");
  expect(activityInput("day", form)).toEqual({
    from: "2026-11-29",
    to: "2026-11-29",
    fromScratch: true,
    rebuildActivity: false,
  });
  form.set("from", "2026-11-01");
  form.set("to", "2026-11-02");
  expect(activityInput("range", form)).toMatchObject({ from: "2026-11-01", to: "2026-11-02" });
});

test("refusals stand at their fields, and all others above the form", () => {
  const errors = [
    { message: "too late", path: ["from"] },
    { message: "no month", path: ["month"] },
    { message: "too many jobs", path: [] },
  ];
  expect(errorsAt(errors, "from", "to").map(({ message }) => message)).toEqual(["too late"]);
  expect(errorsElsewhere(errors, "day").map(({ message }) => message)).toEqual(["no month", "too many jobs"]);
  expect(errorsElsewhere(errors, "month").map(({ message }) => message)).toEqual(["too late", "too many jobs"]);
});
