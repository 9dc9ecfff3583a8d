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

export type JobsLiveSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type JobsLiveSubscription = { jobChanges: { id: string } };

export type FrameQueryVariables = Exact<{ [key: string]: never; }>;


export type FrameQuery = { viewer: { role: Role, partner: { id: string, externalId: string, name: string } | null }, calendar: { timeZone: string, today: string, lastClosedDay: string, nextDecisionDay: string | null, nextReportDueOn: string, nextReportLate: boolean, newestReport: { period: string, ranOn: string, revision: number } | null } | null, program: { id: string, name: string, currency: string } | null };


export const StandingsLiveDocument = {"__meta__":{"hash":"sha256:bc067b47b5b1511a2ff2d846518cd0e45664aea62870c98b2fa81c908a3dc911"}} as unknown as DocumentNode<StandingsLiveSubscription, StandingsLiveSubscriptionVariables>;
export const TiersLiveDocument = {"__meta__":{"hash":"sha256:341e78db70fcf64f00d62800d4e4d387910971f7c7c3511100dad8c7dd3ba19b"}} as unknown as DocumentNode<TiersLiveSubscription, TiersLiveSubscriptionVariables>;
export const ForecastsLiveDocument = {"__meta__":{"hash":"sha256:6a338ff127f6c97fce848ddf0cf0cbfc943defc0f31533680b41de23230f1376"}} as unknown as DocumentNode<ForecastsLiveSubscription, ForecastsLiveSubscriptionVariables>;
export const JobsLiveDocument = {"__meta__":{"hash":"sha256:b0c47c3f648f4a9e0ead2ccc3c5363fe02edf1564e5d7e51860a6bab384bf6e5"}} as unknown as DocumentNode<JobsLiveSubscription, JobsLiveSubscriptionVariables>;
export const FrameDocument = {"__meta__":{"hash":"sha256:d8c03a3942f171fe688e24bb6ed426cc81fe3de6787e914ea04ff5b689e8c01c"}} as unknown as DocumentNode<FrameQuery, FrameQueryVariables>;