// The reference client of graphql-transport-ws comes back by itself. Its variables are read again at each attempt, so
// that it goes on after the last cursor that it has.
import assert from "node:assert/strict";
import { after, count } from "./server.js";
import { openSocket } from "./sockets.js";

const { client, closes } = openSocket(() => null);
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
