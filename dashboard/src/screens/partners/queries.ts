// What the list asks for. A page of the export is asked for by the same document as a page of the table.
import { graphql } from "../../gql";
import type { PartnersPageQuery } from "../../gql/graphql";

export const PartnersPage = graphql(`
  query PartnersPage(
    $first: Int, $last: Int, $after: String, $before: String
    $search: String, $filter: PartnerFilter, $orderBy: PartnerOrder
  ) {
    partners(
      first: $first, last: $last, after: $after, before: $before
      search: $search, filter: $filter, orderBy: $orderBy
    ) {
      totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      nodes {
        id externalId name country joinedOn certifiedUntil tierSince
        tier { id name rank }
        standing {
          id asOf provisional
          performingTier { id name rank }
          nextTier { id name rank }
          metrics { value metric { key unit currencyCode } }
        }
        tierHistory(first: 1) { nodes { id change effectiveOn } }
      }
    }
  }
`);

export const PartnersEdition = graphql(`
  query PartnersEdition {
    edition {
      id
      metrics { key name unit currencyCode }
      tiers { id key name }
    }
  }
`);

type Connection = NonNullable<PartnersPageQuery["partners"]>;
export type Row = Connection["nodes"][number];
