// The reference client of graphql-transport-ws comes back by itself. Its variables are read again at each attempt, so
// that it goes on after the last cursor that it has.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { after, authorization, count, socketUrl } from "./server.js";

const closes = [];
const client = createClient({
  url: socketUrl,
  webSocketImpl: WebSocket,
  connectionParams: { authorization },
  retryAttempts: Infinity,
  retryWait: () => sleep(100),
  on: { closed: ({ code }) => closes.push(code) },
});

const cursors = [];
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
assert.ok(closes.length >= 1, "the socket was lost on the way");
await client.dispose();
console.log(JSON.stringify(cursors));
