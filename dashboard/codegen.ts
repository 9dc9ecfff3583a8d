import { type DocumentNode, Kind, type SelectionSetNode, visit } from "graphql";

/**
 * Asks for the types of objects, by which the cache knows which answers a mutation has made old. Not beside the root
 * fields: importFacts judges its records one by one only where it is asked for alone.
 */
const withTypenames = {
  transform: <Source extends { document?: DocumentNode }>({ documents }: { documents: Source[] }): Source[] =>
    documents.map((one) => {
      const add = (node: { selectionSet?: SelectionSetNode }) => {
        if (!node.selectionSet) return undefined;
        const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } } as const;
        return {
          ...node,
          selectionSet: { ...node.selectionSet, selections: [typename, ...node.selectionSet.selections] },
        };
      };
      const visitor = { Field: { leave: add }, InlineFragment: { leave: add }, FragmentDefinition: { leave: add } };
      return one.document ? { ...one, document: visit(one.document, visitor) } : one;
    }),
};

export default {
  schema: "../schema.graphql",
  documents: ["src/**/*.{ts,tsx}", "!src/gql/**"],
  generates: {
    "src/gql/": {
      preset: "client",
      documentTransforms: [withTypenames],
      presetConfig: {
        fragmentMasking: false,
        // The page sends hashes alone; the server has the texts from persisted-documents.json.
        persistedDocuments: { mode: "replaceDocumentWithHash", hashAlgorithm: "sha256" },
      },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        // Decimals are exact, so they are texts; dates are days of the program's calendar, so they are texts, too.
        scalars: { Date: "string", DateTime: "string", Decimal: "string" },
      },
    },
  },
};
