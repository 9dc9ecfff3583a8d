import { type Client, CombinedError } from "@urql/core";
import { describe, expect, it, vi } from "vitest";
import type { PartnersPageQueryVariables } from "../../gql/graphql";
import { columnsOf } from "./columns";
import { exportLines } from "./export";
import type { Row } from "./queries";

vi.mock("../../session/session", () => ({ currentToken: () => "token", signOut: () => {} }));

const money = {
  __typename: "Metric" as const,
  key: "SOLD_MRR",
  name: "Sold MRR",
  unit: "MONEY" as const,
  currencyCode: "USD",
};

function row(number: number, value: string | null, currencyCode = "USD"): Row {
  return {
    __typename: "Partner",
    id: `${number}`,
    externalId: `P${number}`,
    name: `=Partner ${number}`,
    country: null,
    joinedOn: "2020-01-01",
    certifiedUntil: null,
    tierSince: null,
    tier: null,
    standing: {
      __typename: "Standing",
      id: `${number}`,
      asOf: "2026-11-29",
      provisional: false,
      performingTier: null,
      nextTier: null,
      metrics: [{ __typename: "MetricValue", value, metric: { ...money, currencyCode } }],
    },
    tierHistory: { __typename: "TierDecisionConnection", nodes: [] },
  };
}

/** Answers with one row a page, after the errors that are given. */
function serverOf(rows: readonly Row[], errors: CombinedError[] = []) {
  const asked: PartnersPageQueryVariables[] = [];
  const query = (_: unknown, variables: PartnersPageQueryVariables) => ({
    toPromise: async () => {
      const error = errors.shift();
      if (error) return { error };
      asked.push(variables);
      const at = Number(variables.after ?? 0);
      const pageInfo = { hasNextPage: at + 1 < rows.length, endCursor: String(at + 1) };
      return { data: { partners: { totalCount: rows.length, pageInfo, nodes: rows.slice(at, at + 1) } } };
    },
  });
  return { client: { query } as unknown as Client, asked };
}

const rows = [row(1, "4280.00"), row(2, null), row(3, "-12.50", "EUR")];
const columns = columnsOf([money], () => {}).filter(({ id }) => ["metric:SOLD_MRR", "name", "tier"].includes(id));
const which = { search: "x", filter: { certified: true }, orderBy: null };
const limited = (code: string) =>
  new CombinedError({ graphQLErrors: [{ message: code, extensions: { code, retryAfter: 0.001 } }] });

describe("exportLines", () => {
  it("reads all pages, and writes amounts exactly with their currency", async () => {
    const { client, asked } = serverOf(rows);
    const progress: number[][] = [];
    const onProgress = (...now: number[]) => progress.push(now);
    const lines = await exportLines({ client, which, columns, signal: new AbortController().signal, onProgress });
    expect(lines).toEqual([
      "Name,Tier,Sold MRR (USD)\r\n",
      "'=Partner 1,No tier,4280.00\r\n",
      "'=Partner 2,No tier,\r\n",
      "'=Partner 3,No tier,'-12.50 EUR\r\n",
    ]);
    expect(progress).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(asked.map(({ after }) => after)).toEqual([null, "1", "2"]);
    for (const one of asked) expect(one).toMatchObject({ ...which, first: 100 });
  });

  it("waits where the server says that it was too much, and fails otherwise", async () => {
    const { client } = serverOf(rows, [limited("RATE_LIMITED"), limited("RATE_LIMITED")]);
    const options = { which, columns, signal: new AbortController().signal, onProgress: () => {} };
    expect(await exportLines({ client, ...options })).toHaveLength(4);
    const broken = serverOf(rows, [limited("INTERNAL")]);
    await expect(exportLines({ client: broken.client, ...options })).rejects.toThrow("INTERNAL");
  });

  it("stops where it is cancelled", async () => {
    const { client, asked } = serverOf(rows);
    const cancelling = new AbortController();
    const options = { client, which, columns, signal: cancelling.signal, onProgress: () => cancelling.abort() };
    await expect(exportLines(options)).rejects.toThrow();
    expect(asked).toHaveLength(1);
  });
});
