// urql over graphql-ws: a refusal, a snapshot, and changes after a cursor.
import assert from "node:assert/strict";
import { Client, gql, subscriptionExchange } from "@urql/core";
import { after, count, url } from "./server.js";
import { openSocket } from "./sockets.js";

const CHANGES = gql`
  subscription Changes($after: String) {
    tierChanges(after: $after) {
      kind
      cursor
      decision {
        id
        effectiveOn
        tier {
          key
        }
      }
    }
  }
`;

const cursors = [];
const { client: socket, closes } = openSocket(() => cursors.at(-1));
const client = new Client({
  url,
  preferGetMethod: false,
  exchanges: [
    subscriptionExchange({
      forwardSubscription: ({ query, variables }) => ({
        subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables }, sink) }),
      }),
    }),
  ],
});

// Takes results until `enough` says so.
const follow = (variables, enough) =>
  new Promise((resolve, reject) => {
    const { unsubscribe } = client.subscription(CHANGES, variables).subscribe((result) => {
      try {
        if (!enough(result)) return;
        queueMicrotask(() => unsubscribe());
        resolve(result);
      } catch (error) {
        reject(error);
      }
    });
  });

const refused = await follow({ after: "x" }, () => true);
assert.equal(refused.error.graphQLErrors[0].extensions.code, "BAD_USER_INPUT");

const snapshot = await follow({}, () => true);
assert.equal(snapshot.error, undefined);
assert.equal(snapshot.data.tierChanges.kind, "SNAPSHOT");

console.log("following");
await follow({ after }, ({ data, error }) => {
  assert.equal(error, undefined);
  assert.equal(data.tierChanges.kind, "CHANGE");
  assert.ok(data.tierChanges.decision.tier.key);
  cursors.push(data.tierChanges.cursor);
  return cursors.length === count;
});
assert.ok(closes.length >= 1, "the socket was lost on the way");
await socket.dispose();
console.log(JSON.stringify(cursors));
