// Clients that send the hash of a query first are answered such that they send the query itself.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { ApolloClient, gql, HttpLink, InMemoryCache } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { Client, fetchExchange } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";
import { authorizedFetch, url } from "./server.js";

const WHO = "query Who { viewer { role } }";
const AGAIN = "query Again { viewer { role } }";
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

for (const useGETForHashedQueries of [false, true]) {
  const link = new PersistedQueryLink({ sha256, useGETForHashedQueries }).concat(new HttpLink({ uri: url, fetch: authorizedFetch }));
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  for (const query of [WHO, AGAIN]) {
    const { data } = await client.query({ query: gql(query), fetchPolicy: "no-cache" });
    assert.equal(data.viewer.role, "OPERATOR");
  }
}
for (const preferGetForPersistedQueries of [false, "force"]) {
  const client = new Client({
    url,
    fetch: authorizedFetch,
    preferGetMethod: false,
    exchanges: [persistedExchange({ preferGetForPersistedQueries }), fetchExchange],
  });
  for (const query of [WHO, AGAIN]) {
    const { data, error } = await client.query(query, {}).toPromise();
    assert.equal(error, undefined);
    assert.equal(data.viewer.role, "OPERATOR");
  }
}
console.log("Apollo and urql fall back on queries, over GET and POST");
process.exit(0);
