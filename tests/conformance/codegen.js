// The client preset as strict as it goes, over documents of a front end.
export default {
  schema: "../../schema.graphql",
  documents: ["documents/*.graphql"],
  importExtension: ".js",
  generates: {
    "generated/": {
      preset: "client",
      presetConfig: { fragmentMasking: false, persistedDocuments: true },
      config: {
        scalars: { Date: "string", DateTime: "string", Decimal: "string" },
        strictScalars: true,
        useTypeImports: true,
        enumsAsTypes: true,
      },
    },
  },
};
