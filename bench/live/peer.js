// The peer in Node: graphql-ws on ws, one async iterator for each subscription, fed from memory.
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { buildSchema } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";

const EVERYBODY = "";

const schema = buildSchema(`
  type Query { ready: Boolean! }
  type Partner { externalId: String! }
  type Tier { key: String! }
  type TierDecision { effectiveOn: String! tier: Tier partner: Partner! }
  enum UpdateKind { SNAPSHOT CHANGE }
  type TierChange { kind: UpdateKind! cursor: String! decision: TierDecision }
  type Subscription { tierChanges(partnerId: ID, after: String): TierChange! }
`);

const audiences = new Map(); // of each partner's id: the listeners

async function* follow(partner) {
  let waiting = [];
  let wake;
  const listener = (change) => {
    waiting.push(change);
    wake?.();
  };
  const audience = audiences.get(partner) ?? new Set();
  audiences.set(partner, audience.add(listener));
  try {
    yield { tierChanges: { kind: "SNAPSHOT", cursor: "ZXZlbnQ6MA==", decision: null } };
    for (;;) {
      if (waiting.length === 0) await new Promise((resolve) => { wake = resolve; });
      const changes = waiting;
      waiting = [];
      for (const change of changes) yield { tierChanges: change };
    }
  } finally {
    audience.delete(listener);
  }
}

const server = createServer(async (request, response) => {
  if (request.method === "POST") {
    for (const { partner, change } of await json(request)) {
      for (const listener of audiences.get(EVERYBODY) ?? []) listener(change);
      for (const listener of audiences.get(partner) ?? []) listener(change);
    }
  }
  response.writeHead(204).end();
});
const roots = { subscription: { tierChanges: ({ partnerId }) => follow(partnerId ?? EVERYBODY) } };
useServer({ schema, roots }, new WebSocketServer({ server, path: "/graphql" }));
server.listen(Number(process.argv[2]), "127.0.0.1", 2048);
