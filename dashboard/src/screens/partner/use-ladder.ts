// What each tier takes of a partner, in its country, beside what there is.
import type { PartnerLadderQuery, PartnerLadderQueryVariables } from "../../gql/graphql";
import { type LiveResponse, useLiveQuery } from "../../live/use-live-query";
import type { LadderGate, LadderTier } from "./ladder-rows";
import { PartnerLadder } from "./queries";

/** As many tiers as one document asks for. */
export const MOST_TIERS = 8;

export function useLadder(
  externalId: string,
  tiers: readonly LadderTier[],
): LiveResponse<PartnerLadderQuery, PartnerLadderQueryVariables> {
  const [t1 = "", t2 = "", t3 = "", t4 = "", t5 = "", t6 = "", t7 = "", t8 = ""] = tiers.map(({ key }) => key);
  const variables = { externalId, t1, t2, t3, t4, t5, t6, t7, t8 };
  return useLiveQuery(PartnerLadder, variables, { topics: ["standings"], pause: tiers.length === 0 });
}

/** The alternatives of each tier, in the ladder's order. */
export function gatesOf({ partner }: PartnerLadderQuery, tiers: readonly LadderTier[]): LadderGate[][][] {
  if (!partner?.standing) return [];
  const { t1, t2, t3, t4, t5, t6, t7, t8 } = partner.standing;
  return [t1, t2, t3, t4, t5, t6, t7, t8].slice(0, tiers.length);
}
