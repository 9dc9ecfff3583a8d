// Apollo Client reads two pages in either direction into one list of its cache, and one thing by its id.
import assert from "node:assert/strict";
import { ApolloClient, gql, HttpLink, InMemoryCache } from "@apollo/client";
import { relayStylePagination } from "@apollo/client/utilities";
import { authorizedFetch, url } from "./server.js";

const PAGE = gql`
  query Page($first: Int, $after: String, $last: Int, $before: String) {
    partners(first: $first, after: $after, last: $last, before: $before) {
      totalCount
      edges {
        cursor
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
const NODE = gql`
  query One($id: ID!) {
    node(id: $id) {
      id
      ... on Partner {
        name
        tier {
          key
        }
      }
    }
  }
`;

function open() {
  const cache = new InMemoryCache({
    possibleTypes: { Node: ["Client", "Partner"] }, // those that this client may meet
    typePolicies: { Query: { fields: { partners: relayStylePagination() } } },
  });
  return new ApolloClient({ cache, link: new HttpLink({ uri: url, fetch: authorizedFetch }) });
}

const names = (connection) => connection.edges.map(({ node }) => node.name);
const numbered = (from, to) => Array.from({ length: to - from + 1 }, (_, at) => `Partner ${String(from + at).padStart(2, "0")}`);

const forward = open();
const first = (await forward.query({ query: PAGE, variables: { first: 10 } })).data.partners;
assert.deepEqual(names(first), numbered(1, 10));
await forward.query({ query: PAGE, variables: { first: 10, after: first.pageInfo.endCursor }, fetchPolicy: "network-only" });
const both = forward.readQuery({ query: PAGE }).partners;
assert.deepEqual(names(both), numbered(1, 20), "the second page goes on where the first ended");
assert.equal(both.totalCount, 25);
assert.equal(both.pageInfo.hasNextPage, true);
assert.equal(both.pageInfo.hasPreviousPage, false);

const backward = open();
const last = (await backward.query({ query: PAGE, variables: { last: 10 } })).data.partners;
assert.deepEqual(names(last), numbered(16, 25));
await backward.query({ query: PAGE, variables: { last: 10, before: last.pageInfo.startCursor }, fetchPolicy: "network-only" });
const end = backward.readQuery({ query: PAGE }).partners;
assert.deepEqual(names(end), numbered(6, 25), "the page before ends where the last one began");
assert.equal(end.pageInfo.hasPreviousPage, true);
assert.equal(end.pageInfo.hasNextPage, false);

const { id } = first.edges[0].node;
const { data: { node } } = await forward.query({ query: NODE, variables: { id } });
assert.equal(node.name, "Partner 01");
const entries = Object.keys(forward.cache.extract()).filter((key) => key.startsWith("Partner:"));
assert.equal(entries.length, 20, "one thing has one entry, however it was read");

const failure = await forward.query({ query: gql`{ partners(first: 1000) { totalCount } }`, errorPolicy: "all", fetchPolicy: "no-cache" });
assert.match(failure.error.errors[0].extensions.code, /BAD_USER_INPUT/);
await assert.rejects(forward.query({ query: gql`{ viewer { age } }` }), /Cannot query field 'age'/);
console.log("pages in both directions are one list, and a node is one entry");
