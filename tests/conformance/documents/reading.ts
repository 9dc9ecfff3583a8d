// What a front end does with the generated types; only compiled.
import type { ResultOf, VariablesOf } from "@graphql-typed-document-node/core";
import { PartnerWithClientsDocument, PartnersDocument, RecomputeDocument } from "../generated/graphql.js";

export const page: VariablesOf<typeof PartnersDocument> = { first: 10, filter: { tier: "GOLD" } };

export function describe(answer: ResultOf<typeof PartnersDocument>): string[] {
  const edges = answer.partners?.edges ?? []; // null when it was refused
  return edges.map(({ node }) => `${node.name}: ${node.tier?.key ?? "no tier"}`);
}

export function amount(answer: ResultOf<typeof PartnerWithClientsDocument>): string | null | undefined {
  return answer.node?.__typename === "Partner" ? answer.node.standing?.soldMrr : undefined;
}

// @ts-expect-error a month is required
export const incomplete: VariablesOf<typeof RecomputeDocument> = { input: {} };
