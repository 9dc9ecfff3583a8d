// The GraphQL client: an ordinary one of the public API, with persisted documents and a bearer token.
import {
  Client,
  type CombinedError,
  cacheExchange,
  fetchExchange,
  mapExchange,
  type TypedDocumentNode,
} from "@urql/core";
import documents from "../gql/persisted-documents.json";
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

/** The document as it is sent. */
export function persisted<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
): TypedDocumentNode<Data, Variables> {
  return document;
}

/** The text of a document, by its hash. */
export function textOf(document: TypedDocumentNode<unknown, Record<string, unknown>>): string {
  const { hash } = (document as unknown as { __meta__: { hash: keyof typeof documents } }).__meta__;
  return documents[hash];
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
