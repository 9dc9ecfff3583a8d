// urql, with the normalised cache that knows the schema, reads two pages in either direction into one list.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Client, fetchExchange, gql } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { relayPagination } from "@urql/exchange-graphcache/extras";
import { buildSchema, introspectionFromSchema } from "graphql";
import { authorizedFetch, url } from "./server.js";

const schema = introspectionFromSchema(buildSchema(readFileSync("../../schema.graphql", "utf8")));
const PAGE = gql`
  query ($first: Int, $after: String, $last: Int, $before: String) {
    partners(first: $first, after: $after, last: $last, before: $before) {
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

const warnings = [];
const open = () =>
  new Client({
    url,
    fetch: authorizedFetch,
    preferGetMethod: false,
    exchanges: [
      cacheExchange({
        schema,
        // Parts of what they are read from.
        keys: { PartnerConnection: () => null, PartnerEdge: () => null, PageInfo: () => null, Tier: () => null },
        resolvers: { Query: { partners: relayPagination() } },
        logger: (severity, message) => severity !== "debug" && warnings.push(message),
      }),
      fetchExchange,
    ],
  });

async function read(client, variables) {
  const { data, error } = await client.query(PAGE, variables).toPromise();
  assert.equal(error, undefined);
  return data.partners;
}
const names = (connection) => connection.edges.map(({ node }) => node.name);
const numbered = (from, to) => Array.from({ length: to - from + 1 }, (_, at) => `Partner ${String(from + at).padStart(2, "0")}`);

const forward = open();
const first = await read(forward, { first: 10 });
assert.deepEqual(names(first), numbered(1, 10));
const both = await read(forward, { first: 10, after: first.pageInfo.endCursor });
assert.deepEqual(names(both), numbered(1, 20), "the second page goes on where the first ended");
assert.equal(both.pageInfo.hasNextPage, true);

const backward = open();
const last = await read(backward, { last: 10 });
assert.deepEqual(names(last), numbered(16, 25));
const end = await read(backward, { last: 10, before: last.pageInfo.startCursor });
assert.deepEqual(names(end), numbered(6, 25), "the page before ends where the last one began");
assert.equal(end.pageInfo.hasPreviousPage, true);

const one = gql`query ($id: ID!) { node(id: $id) { __typename id ... on Partner { name tier { key } } } }`;
const { data: { node } } = await forward.query(one, { id: first.edges[0].node.id }).toPromise();
assert.equal(node.name, "Partner 01");
assert.deepEqual(warnings, [], "the cache can place everything that it is given");

const wrong = await forward.query(gql`{ viewer { age } }`, {}).toPromise();
assert.match(wrong.error?.graphQLErrors[0]?.message ?? "no error", /Cannot query field 'age'/);
console.log("pages in both directions are one list");
