/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** What a token may do. */
export type Role =
  /** Loads facts and reads nothing of them. */
  | 'INGEST'
  /** Runs the program: sees everything, loads facts, asks for recomputes. */
  | 'OPERATOR'
  /** One partner agency: sees itself and the clients that appear under it. */
  | 'PARTNER';

export type StandingsLiveSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type StandingsLiveSubscription = { standingChanges: { cursor: string } };

export type TiersLiveSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type TiersLiveSubscription = { tierChanges: { cursor: string } };

export type ForecastsLiveSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ForecastsLiveSubscription = { forecastChanges: { cursor: string } };

export type FrameQueryVariables = Exact<{ [key: string]: never; }>;


export type FrameQuery = { viewer: { role: Role, partner: { id: string, externalId: string, name: string } | null }, calendar: { timeZone: string, today: string, lastClosedDay: string, nextDecisionDay: string | null, nextReportDueOn: string, nextReportLate: boolean, newestReport: { period: string, ranOn: string, revision: number } | null } | null, program: { id: string, name: string, currency: string } | null };


export const StandingsLiveDocument = {"__meta__":{"hash":"sha256:bc067b47b5b1511a2ff2d846518cd0e45664aea62870c98b2fa81c908a3dc911"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"StandingsLive"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"standingChanges"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}}]}}]}}]} as unknown as DocumentNode<StandingsLiveSubscription, StandingsLiveSubscriptionVariables>;
export const TiersLiveDocument = {"__meta__":{"hash":"sha256:341e78db70fcf64f00d62800d4e4d387910971f7c7c3511100dad8c7dd3ba19b"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"TiersLive"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tierChanges"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}}]}}]}}]} as unknown as DocumentNode<TiersLiveSubscription, TiersLiveSubscriptionVariables>;
export const ForecastsLiveDocument = {"__meta__":{"hash":"sha256:6a338ff127f6c97fce848ddf0cf0cbfc943defc0f31533680b41de23230f1376"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"ForecastsLive"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"forecastChanges"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}}]}}]}}]} as unknown as DocumentNode<ForecastsLiveSubscription, ForecastsLiveSubscriptionVariables>;
export const FrameDocument = {"__meta__":{"hash":"sha256:d8c03a3942f171fe688e24bb6ed426cc81fe3de6787e914ea04ff5b689e8c01c"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Frame"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"partner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"calendar"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"today"}},{"kind":"Field","name":{"kind":"Name","value":"lastClosedDay"}},{"kind":"Field","name":{"kind":"Name","value":"nextDecisionDay"}},{"kind":"Field","name":{"kind":"Name","value":"nextReportDueOn"}},{"kind":"Field","name":{"kind":"Name","value":"nextReportLate"}},{"kind":"Field","name":{"kind":"Name","value":"newestReport"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"period"}},{"kind":"Field","name":{"kind":"Name","value":"ranOn"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"program"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}}]}}]} as unknown as DocumentNode<FrameQuery, FrameQueryVariables>;