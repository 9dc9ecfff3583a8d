// One websocket for everything that this tab watches. It carries what has changed; what it is now is queried.
import { type Client, createClient } from "graphql-ws";
import { currentToken } from "../session/session";

/** The close code that says that the token does not hold, or does not hold any more. */
export const TOKEN_EXPIRED = 4403;

/** Milliseconds within which the server answers that it is there. */
const LONGEST_SILENCE = 10_000;

export function createSocket(): Client {
  const url = new URL("/graphql", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  let silent: ReturnType<typeof setTimeout> | undefined;
  const client = createClient({
    url: url.href,
    connectionParams: () => ({ authorization: `Bearer ${currentToken() ?? ""}` }),
    // Watching anew is done with the cursor of the last event, which a retry of the library would not know of.
    retryAttempts: 0,
    lazyCloseTimeout: 3_000,
    keepAlive: 20_000,
    on: {
      // Of a network that is gone a socket hears nothing, and would be taken to be live for many minutes.
      ping: (received) => {
        if (!received) silent = setTimeout(() => client.terminate(), LONGEST_SILENCE);
      },
      pong: (received) => received && clearTimeout(silent),
      closed: () => clearTimeout(silent),
    },
  });
  return client;
}
