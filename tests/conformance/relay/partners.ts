import { graphql } from "relay-runtime";

export const query = graphql`
  query partnersQuery($count: Int!, $cursor: String) {
    viewer {
      role
    }
    ...partners_list @arguments(count: $count, cursor: $cursor)
  }
`;

// A list that goes on at its end.
export const list = graphql`
  fragment partners_list on Query
  @argumentDefinitions(
    count: { type: "Int", defaultValue: 10 }
    cursor: { type: "String" }
    orderBy: { type: "PartnerOrder" }
  )
  @refetchable(queryName: "partnersListQuery") {
    partners(first: $count, after: $cursor, orderBy: $orderBy) @connection(key: "partners_partners") {
      totalCount
      edges {
        node {
          id
          ...partner_clients
        }
      }
    }
  }
`;
