// The reference client of GraphQL over server-sent events, a connection for each operation: a query, a snapshot, an
// error, and changes after a cursor, which is read again whenever the client comes back.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "graphql-sse";
import { after, authorization, count, url } from "./server.js";

let connections = 0;
const client = createClient({
  url,
  headers: { authorization },
  retryAttempts: Infinity,
  retry: () => sleep(100),
  on: { connected: () => connections++ },
});

const answers = [];
for await (const answer of client.iterate({ query: "{ viewer { role } }" })) answers.push(answer.data);
assert.deepEqual(answers, [{ viewer: { role: "OPERATOR" } }], "a query is one event and the end");

for (const [query, message] of [
  ["subscription { tierChanges { age } }", /Cannot query field 'age'/],
  ['subscription { tierChanges(after: "x") { kind } }', /not a cursor of a subscription/],
]) {
  const refused = [];
  for await (const answer of client.iterate({ query })) refused.push(answer);
  assert.equal(refused.length, 1);
  assert.match(refused[0].errors[0].message, message);
}

for await (const { data } of client.iterate({ query: "subscription { tierChanges { kind } }" })) {
  assert.equal(data.tierChanges.kind, "SNAPSHOT");
  break;
}

const cursors = [];
const before = connections;
const query = "subscription ($after: String) { tierChanges(after: $after) { kind cursor } }";
const variables = {
  get after() {
    return cursors.at(-1) ?? after;
  },
};
console.log("following");
for await (const { data, errors } of client.iterate({ query, variables })) {
  assert.equal(errors, undefined);
  assert.equal(data.tierChanges.kind, "CHANGE");
  cursors.push(data.tierChanges.cursor);
  if (cursors.length === count) break;
}
assert.ok(connections - before >= 2, "the stream was lost on the way");
client.dispose();
console.log(JSON.stringify(cursors));
