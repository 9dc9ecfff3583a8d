// The plugin's recommended rules for schemas and its rules for Relay, on schema.graphql. Every exception is argued.
import graphql from "@graphql-eslint/eslint-plugin";

export default [
  {
    files: ["**/*.graphql"],
    plugins: { "@graphql-eslint": graphql },
    languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema: "schema.graphql" } } },
    rules: {
      ...graphql.configs["flat/schema-recommended"].rules,
      ...graphql.configs["flat/schema-relay"].rules,
      // The specification's own directive, which has no description there either.
      "@graphql-eslint/require-description": [
        "error",
        { types: true, DirectiveDefinition: true, rootField: true, ignoredSelectors: ["[name.value=oneOf]"] },
      ],
      // Lists with a natural bound (tiers, gates, days of a range) are lists, not connections. What edges hold implements
      // Node, but for what is made anew as a whole, whose ids are for caches only: tests/api/test_schema.py names these.
      "@graphql-eslint/relay-edge-types": ["error", { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false }],
      // What has an identity implements Node. These have none: they are parts of what they are read from, and two with
      // the same fields are the same. A cache that knew them by an id would have to be told when they change.
      "@graphql-eslint/strict-id-in-types": [
        "error",
        {
          exceptions: {
            suffixes: ["Connection", "Edge", "Payload"], // pages and answers
            types: [
              "PageInfo", // a place in a list
              "Viewer", "Portfolio", "PortfolioDay", "MoverGate", "UserError", "RejectedRecord", "IngestWarning", "Progress", "ChunkCounts", "TierCount", "FindingCount", // answers to one request
              "Explanation", "MetricExplanation", "Contribution", "ExplainedCredit", "MatchedAccess", // answers of the engine
              "Forecast", "ForecastDecision", "ForecastGate", "Expiry", "PartnerChanges", "MetricChange", "ClientChange", // likewise
              "WhatIf", "WhatIfStanding", "WhatIfDecision", "WhatIfCredit", "WhatIfAmount", // likewise
              "DryRunDay", "DryRunTier", "DryRunMove", "DryRunGate", // counts and gates that a dry run found
              "App", "UsedApp", // the same in every edition, and when one was last used
              "EditionChange", "DaySpan", "DecidedAnewSpans", // answers to one request
              "Metric", "Policy", "DecidingDays", "MovingDays", "KeepingWindow", "TierTerm", "CarriedTier", // parts of an edition
              "ClientCredit", "Credit", "CreditPart", "DailyActivity", "MetricValue", "Money", "WayCredit", // numbers, as of a day
              "Calendar", "DataThrough", "ReportInForce", "ScheduledWork", "Worker", // as of now
              "ForecastChange", "StandingChange", "TierChange", // events; `cursor` tells where they are
            ],
          },
        },
      ],
    },
  },
];
