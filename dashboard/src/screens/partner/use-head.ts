// What is asked first of a partner, by everything that shows it: it is sent once.
import type { PartnerHeadQuery, PartnerHeadQueryVariables } from "../../gql/graphql";
import { type LiveResponse, useLiveQuery } from "../../live/use-live-query";
import { useViewer } from "../../viewer";
import { PartnerHead } from "./queries";

/** With the edition of the newest day that can be computed: today's may be another one, by which nothing is yet. */
export function useHead(externalId: string): LiveResponse<PartnerHeadQuery, PartnerHeadQueryVariables> {
  const { calendar } = useViewer();
  const variables = { externalId, day: calendar?.lastClosedDay ?? null };
  return useLiveQuery(PartnerHead, variables, { topics: ["standings", "tiers"] });
}
