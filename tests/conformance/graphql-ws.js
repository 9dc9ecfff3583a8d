// The reference client of graphql-transport-ws: a token in connection_init, a snapshot, a job until it is done, a bad
// document that leaves the socket alone, and a connection that is refused.
import assert from "node:assert/strict";
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { authorization, authorizedFetch, socketUrl, url } from "./server.js";

const closes = [];
const closed = Promise.withResolvers();
const connect = (connectionParams, on) =>
  createClient({ url: socketUrl, webSocketImpl: WebSocket, connectionParams, on, retryAttempts: 0, lazy: true });
const client = connect({ authorization }, {
  closed: ({ code }) => {
    closes.push(code);
    closed.resolve();
  },
});

const changes = client.iterate({ query: "subscription { tierChanges { kind cursor } }" });
const { value: snapshot } = await changes.next();
assert.equal(snapshot.errors, undefined);
assert.equal(snapshot.data.tierChanges.kind, "SNAPSHOT");

await assert.rejects(
  async () => { for await (const _ of client.iterate({ query: "subscription { tierChanges { age } }" })); },
  (errors) => /Cannot query field 'age'/.test(errors[0].message),
  "a bad document ends its own operation with an error",
);

const answer = await authorizedFetch(url, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({
    query: "mutation ($day: Date!) { recomputeActivity(input: { from: $day, to: $day }) { job { id } userErrors { message } } }",
    variables: { day: "2019-06-01" },
  }),
});
const { data: { recomputeActivity: { job, userErrors } } } = await answer.json();
assert.deepEqual(userErrors, []);

const statuses = [];
const query = "subscription ($id: ID!) { recomputeProgress(jobId: $id) { status progress { done total } } }";
for await (const { data, errors } of client.iterate({ query, variables: { id: job.id } })) {
  assert.equal(errors, undefined);
  statuses.push(data.recomputeProgress.status);
}
assert.equal(statuses.at(-1), "SUCCEEDED", `the stream of a job ends with its final status, not ${statuses}`);

assert.deepEqual(closes, [], "one operation's failure or end is not the socket's");
await changes.return();
await client.dispose();
await closed.promise;
assert.deepEqual(closes, [1000]);

const refused = connect({ authorization: "Bearer x" });
await assert.rejects(
  async () => { for await (const _ of refused.iterate({ query: "{ viewer { role } }" })); },
  ({ code, reason }) => code === 4403 && reason.startsWith("Forbidden"),
  "a bad token closes the socket with 4403",
);
console.log(`a snapshot, ${statuses.length} states of a job, an error and a refusal`);
