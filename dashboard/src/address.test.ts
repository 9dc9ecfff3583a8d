import { expect, it } from "vitest";
import { decoded, keepEncoded } from "./address";

it("brings every id through the router as it is", () => {
  for (const id of ["P001", "a/b c?#%+é", "%25", "100%", "a%2Fb"]) {
    const path = encodeURIComponent(id);
    const asTheRouterHasIt = decodeURI(keepEncoded(path));
    expect(decoded(asTheRouterHasIt)).toBe(id);
  }
});

it("takes what is not encoded as it is", () => {
  expect(decoded("%")).toBe("%");
});
