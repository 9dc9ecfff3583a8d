import { expect, it } from "vitest";
import documents from "../gql/persisted-documents.json";

it("asks for the types of objects, by which the cache drops old answers, and for none beside root fields", () => {
  const texts = Object.values(documents);
  expect(texts.length).toBeGreaterThan(5);
  for (const text of texts) {
    expect(text).toMatch(/(^|\} )(query|mutation|subscription) \w+(\([^)]*\))? \{ (?!__typename)/);
    expect(text).toContain("{ __typename ");
  }
});
