// Apollo Client over graphql-ws: a refusal, a snapshot, and changes after a cursor.
import assert from "node:assert/strict";
import { ApolloClient, gql, InMemoryCache } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { after, count } from "./server.js";
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
const client = new ApolloClient({ cache: new InMemoryCache(), link: new GraphQLWsLink(socket) });

// Takes results until `enough` says so, or the subscription ends.
const follow = (variables, enough) =>
  new Promise((resolve, reject) => {
    const subscription = client.subscribe({ query: CHANGES, variables, fetchPolicy: "no-cache" }).subscribe({
      next: (result) => {
        if (!enough(result)) return;
        subscription.unsubscribe();
        resolve(result);
      },
      error: reject,
      complete: () => reject(new Error("the subscription ended")),
    });
  });

const refused = await follow({ after: "x" }, () => true);
assert.equal(refused.error.errors[0].extensions.code, "BAD_USER_INPUT");

const snapshot = await follow({}, () => true);
assert.equal(snapshot.error, undefined);
assert.equal(snapshot.data.tierChanges.kind, "SNAPSHOT");

console.log("following");
await follow({ after }, ({ data, error }) => {
  assert.equal(error, undefined);
  assert.equal(data.tierChanges.kind, "CHANGE");
  assert.equal(data.tierChanges.decision.__typename, "TierDecision");
  cursors.push(data.tierChanges.cursor);
  return cursors.length === count;
});
assert.ok(closes.length >= 1, "the socket was lost on the way");
await socket.dispose();
console.log(JSON.stringify(cursors));
