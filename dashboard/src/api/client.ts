// The GraphQL client: an ordinary one of the public API, with persisted documents and a bearer token.
import { Client, type CombinedError, cacheExchange, fetchExchange, mapExchange } from "@urql/core";
import { currentToken, signOut } from "../session/session";

export function createClient(): Client {
  return new Client({
    url: "/graphql",
    preferGetMethod: false,
    fetchOptions: () => ({ headers: { authorization: `Bearer ${currentToken() ?? ""}` } }),
    exchanges: [
      cacheExchange,
      mapExchange({
        onError(error) {
          if (codeOf(error) === "UNAUTHENTICATED") signOut("expired");
        },
      }),
      fetchExchange,
    ],
  });
}

export function codeOf(error: CombinedError): string | undefined {
  if (error.response?.status === 401) return "UNAUTHENTICATED";
  return error.graphQLErrors[0]?.extensions.code as string | undefined;
}

/** The reference by which whoever runs the server finds the failure in its log. */
export function referenceOf(error: CombinedError): string | undefined {
  const named = error.graphQLErrors[0]?.extensions.reference as string | undefined;
  return named ?? error.response?.headers?.get("X-Request-Id") ?? undefined;
}
