// Two screens ask for different fields of the same things. Caches with the policies that docs/clients.md gives put them
// together: each screen asks once, and reads back all that it asked for.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { ApolloClient, gql, HttpLink, InMemoryCache } from "@apollo/client";
import { Client, fetchExchange } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { buildSchema, introspectionFromSchema } from "graphql";
import { authorizedFetch, url } from "./server.js";

const [, block] = /```json\n([^]*?)```/.exec(readFileSync("../../docs/clients.md", "utf8"));
const policies = JSON.parse(block);
const schema = introspectionFromSchema(buildSchema(readFileSync("../../schema.graphql", "utf8")));

const of = (fields) => gql(`{
  viewer { ${fields.viewer} }
  edition { id ${fields.edition} tiers { id ${fields.tier} gates { id ${fields.rule} } } }
  partner(externalId: "P1") {
    id
    tier { id ${fields.tier} }
    standing { id ${fields.standing} gates { id ${fields.gate} } nextTier { id ${fields.tier} } }
    clients(first: 3) { ${fields.page} }
  }
  client(externalId: "C1") { id mrr { ${fields.money} } }
}`);
const ONE = of({
  viewer: "role", edition: "key", tier: "key", rule: "metric { key }", standing: "asOf soldMrr", gate: "metric { key } required", page: "totalCount",
  money: "amount",
});
const OTHER = of({
  viewer: "partner { id }", edition: "currency", tier: "name rank", rule: "minimum", standing: "managedMrr", gate: "actual passed",
  page: "pageInfo { hasNextPage }", money: "currencyCode",
});

let requests = 0;
const counting = (...request) => ((requests += 1), authorizedFetch(...request));

const apollo = new ApolloClient({ cache: new InMemoryCache(policies), link: new HttpLink({ uri: url, fetch: counting }) });
const screens = [ONE, OTHER].map((query) => {
  const screen = { query, shown: 0 };
  screen.watching = apollo.watchQuery({ query }).subscribe(({ data, dataState }) => {
    if (data && dataState === "complete") screen.shown += 1;
  });
  return screen;
});
await new Promise((done) => setTimeout(done, 2000));
screens.forEach(({ watching }) => watching.unsubscribe());
assert.equal(requests, 2, "each screen asks once");
for (const { query, shown } of screens) {
  assert.ok(shown > 0);
  assert.ok(apollo.readQuery({ query }), "each screen reads back what it asked for");
}
const read = apollo.readQuery({ query: ONE });
assert.ok(read.partner.standing.asOf && read.partner.standing.gates[0].metric.key && read.viewer.role);

requests = 0;
const warnings = [];
const keys = Object.fromEntries(Object.keys(policies.typePolicies).map((name) => [name, () => null]));
const urql = new Client({
  url,
  fetch: counting,
  preferGetMethod: false,
  exchanges: [
    cacheExchange({ schema, keys, logger: (severity, message) => severity !== "debug" && warnings.push(message) }),
    fetchExchange,
  ],
});
for (const query of [ONE, OTHER, ONE, OTHER]) {
  const { error } = await urql.query(query, {}).toPromise();
  assert.equal(error, undefined);
}
assert.equal(requests, 2, "the cache has all that either screen asked for");
assert.deepEqual(warnings, [], "the cache can place everything that it is given");
console.log("two screens share what they read, in Apollo and in urql");
process.exit(0);
