// The GraphQL client: an ordinary one of the public API, with persisted documents and a bearer token.
import { Client, cacheExchange, fetchExchange, mapExchange } from "@urql/core";
import { currentToken, signOut } from "../session/session";
import { codeOf } from "./errors";

/** One that keeps answers for whoever looks at the same again; or none of them, where many are read once. */
export function createClient({ keeps = true } = {}): Client {
  return new Client({
    url: "/graphql",
    preferGetMethod: false,
    fetchOptions: () => ({ headers: { authorization: `Bearer ${currentToken() ?? ""}` } }),
    exchanges: [
      ...(keeps ? [cacheExchange] : []),
      mapExchange({
        onError(error) {
          if (codeOf(error) === "UNAUTHENTICATED") signOut("expired");
        },
      }),
      fetchExchange,
    ],
  });
}
