import { addTypenameSelectionDocumentTransform } from "@graphql-codegen/client-preset";

export default {
  schema: "../schema.graphql",
  documents: ["src/**/*.{ts,tsx}", "!src/gql/**"],
  documentTransforms: [addTypenameSelectionDocumentTransform],
  generates: {
    "src/gql/": {
      preset: "client",
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
