// Documents are sent by their ids; the server has their texts from the same build.
import type { TypedDocumentNode } from "@urql/core";

type Named = TypedDocumentNode<unknown, never> & { __meta__: { hash: string } };

// A page under development is ahead of the build that the server has, and sends texts.
const texts: Readonly<Record<string, string>> | undefined = import.meta.env.DEV
  ? (await import("../gql/persisted-documents.json")).default
  : undefined;

/** What stands for the document in a request: its id; or its text. */
export function sent(document: TypedDocumentNode<unknown, never>): { documentId: string } | { query: string } {
  const { hash } = (document as Named).__meta__;
  const query = texts?.[hash];
  return query === undefined ? { documentId: hash } : { query };
}

/** The document as urql takes it. */
export function persisted<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
): TypedDocumentNode<Data, Variables> {
  const request = sent(document);
  const query =
    "query" in request ? request.query : Object.assign(document, { kind: "Document", definitions: [], ...request });
  return query as TypedDocumentNode<Data, Variables>;
}
