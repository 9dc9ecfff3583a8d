import { expect, test } from "vitest";
import { spanOf } from "./day-span";

const USUAL = { decided: "2026-11-14", newest: "2026-11-29", joined: "2022-05-27" };

test("unless the address says otherwise, it is compared since the newest decision", () => {
  expect(spanOf("", "", USUAL)).toEqual({ from: "2026-11-14", to: "2026-11-29", valid: true });
});

test("who was never decided, or is asked about an earlier day, is compared since joining", () => {
  expect(spanOf("", "", { ...USUAL, decided: null }).from).toBe("2022-05-27");
  expect(spanOf("", "2026-10-01", USUAL)).toEqual({ from: "2022-05-27", to: "2026-10-01", valid: true });
});

test("days in the wrong order, or not closed yet, cannot be compared", () => {
  expect(spanOf("2026-11-29", "2026-11-14", USUAL).valid).toBe(false);
  expect(spanOf("2026-11-14", "2026-11-14", USUAL).valid).toBe(false);
  expect(spanOf("2026-11-14", "2026-12-24", USUAL).valid).toBe(false);
  expect(spanOf("", "", { decided: null, newest: null, joined: "2026-12-01" }).valid).toBe(false);
});
