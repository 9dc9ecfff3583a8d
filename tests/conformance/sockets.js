// A graphql-ws client for those that are built on one. They hand over variables once, so the cursor in them is replaced
// by the last one that arrived when it is sent.
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { authorization, socketUrl } from "./server.js";

export function openSocket(newest) {
  const closes = [];
  const client = createClient({
    url: socketUrl,
    webSocketImpl: WebSocket,
    connectionParams: { authorization },
    retryAttempts: Infinity,
    retryWait: () => sleep(100),
    jsonMessageReplacer: (name, value) => (name === "after" ? newest() ?? value : value),
    on: { closed: ({ code }) => closes.push(code) },
  });
  return { client, closes };
}
