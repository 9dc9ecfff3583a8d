/* eslint-disable */
import * as types from './graphql';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "subscription StandingsLive($after: String) { standingChanges(after: $after) { cursor } }": typeof types.StandingsLiveDocument,
    "subscription TiersLive($after: String) { tierChanges(after: $after) { cursor } }": typeof types.TiersLiveDocument,
    "subscription ForecastsLive($after: String) { forecastChanges(after: $after) { cursor } }": typeof types.ForecastsLiveDocument,
    "subscription JobsLive { jobChanges { id } }": typeof types.JobsLiveDocument,
    "\n  query Frame {\n    viewer { role partner { id externalId name } }\n    calendar { timeZone today lastClosedDay nextDecisionDay nextReportDueOn nextReportLate newestReport { period ranOn revision } }\n    program { id name currency }\n  }\n": typeof types.FrameDocument,
};
const documents: Documents = {
    "subscription StandingsLive($after: String) { standingChanges(after: $after) { cursor } }": types.StandingsLiveDocument,
    "subscription TiersLive($after: String) { tierChanges(after: $after) { cursor } }": types.TiersLiveDocument,
    "subscription ForecastsLive($after: String) { forecastChanges(after: $after) { cursor } }": types.ForecastsLiveDocument,
    "subscription JobsLive { jobChanges { id } }": types.JobsLiveDocument,
    "\n  query Frame {\n    viewer { role partner { id externalId name } }\n    calendar { timeZone today lastClosedDay nextDecisionDay nextReportDueOn nextReportLate newestReport { period ranOn revision } }\n    program { id name currency }\n  }\n": types.FrameDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription StandingsLive($after: String) { standingChanges(after: $after) { cursor } }"): (typeof documents)["subscription StandingsLive($after: String) { standingChanges(after: $after) { cursor } }"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription TiersLive($after: String) { tierChanges(after: $after) { cursor } }"): (typeof documents)["subscription TiersLive($after: String) { tierChanges(after: $after) { cursor } }"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription ForecastsLive($after: String) { forecastChanges(after: $after) { cursor } }"): (typeof documents)["subscription ForecastsLive($after: String) { forecastChanges(after: $after) { cursor } }"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription JobsLive { jobChanges { id } }"): (typeof documents)["subscription JobsLive { jobChanges { id } }"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Frame {\n    viewer { role partner { id externalId name } }\n    calendar { timeZone today lastClosedDay nextDecisionDay nextReportDueOn nextReportLate newestReport { period ranOn revision } }\n    program { id name currency }\n  }\n"): (typeof documents)["\n  query Frame {\n    viewer { role partner { id externalId name } }\n    calendar { timeZone today lastClosedDay nextDecisionDay nextReportDueOn nextReportLate newestReport { period ranOn revision } }\n    program { id name currency }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;