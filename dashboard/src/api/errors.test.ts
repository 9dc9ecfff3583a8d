import { CombinedError } from "@urql/core";
import { expect, it } from "vitest";
import { describe, remedyFor, retryAfter } from "./errors";

const refused = (extensions: Record<string, unknown>) =>
  new CombinedError({ graphQLErrors: [{ message: "It is so", extensions }], response: { status: 200 } });

it("asks again when the server says so, or is away, and for nothing else", () => {
  expect(retryAfter(refused({ code: "RATE_LIMITED", retryAfter: 2.5 }))).toBe(2.5);
  expect(retryAfter(new CombinedError({ networkError: new Error("Failed to fetch") }))).toBe(5);
  expect(retryAfter(new CombinedError({ networkError: new Error("Bad Gateway"), response: { status: 502 } }))).toBe(5);
  expect(retryAfter(refused({ code: "BAD_USER_INPUT" }))).toBeNull();
  expect(retryAfter(refused({ code: "INTERNAL", reference: "abc" }))).toBeNull();
});

it("says what to do in the server's words where it has some, and never in the library's", () => {
  expect(remedyFor(refused({ code: "BAD_USER_INPUT" }))).toBe("It is so");
  expect(remedyFor(new CombinedError({ networkError: new Error("Failed to fetch") }))).not.toContain("fetch");
  expect(remedyFor(refused({ code: "RATE_LIMITED", retryAfter: 2.5 }))).toContain("3 s");
  expect(describe(refused({ code: "INTERNAL", reference: "abc" }))).toContain("abc");
});
