import { graphql } from "relay-runtime";

export const query = graphql`
  query partnerQuery($id: ID!) {
    node(id: $id) {
      __typename
      ...partner_standing @alias
      ...partner_clients @alias
      ...partner_decisions @alias
    }
  }
`;

// Refetched by itself, through `node`.
export const standing = graphql`
  fragment partner_standing on Partner
  @argumentDefinitions(asOf: { type: "Date" })
  @refetchable(queryName: "partnerStandingQuery") {
    name
    tier {
      key
      name
    }
    standing(asOf: $asOf) {
      asOf
      soldMrr
      managedMrr
      medianAppUsage
      gates {
        metric {
          key
        }
        passed
        missing
      }
    }
  }
`;

// A list inside a node that goes on at both ends.
export const clients = graphql`
  fragment partner_clients on Partner
  @argumentDefinitions(
    first: { type: "Int" }
    after: { type: "String" }
    last: { type: "Int" }
    before: { type: "String" }
  )
  @refetchable(queryName: "partnerClientsQuery") {
    name
    clients(first: $first, after: $after, last: $last, before: $before) @connection(key: "partner_clients") {
      totalCount
      edges {
        node {
          id
          name
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`;

// A list that goes on at its beginning.
export const decisions = graphql`
  fragment partner_decisions on Partner
  @argumentDefinitions(count: { type: "Int", defaultValue: 12 }, cursor: { type: "String" })
  @refetchable(queryName: "partnerDecisionsQuery") {
    tierHistory(last: $count, before: $cursor) @connection(key: "partner_tierHistory") {
      edges {
        node {
          effectiveOn
          change
          revisions {
            id
            revision
          }
        }
      }
    }
  }
`;
