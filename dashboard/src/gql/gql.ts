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
    "\n  query JobsNow {\n    calendar { today lastClosedDay }\n    running: recomputeJobs(filter: { status: RUNNING }, first: 50) { totalCount nodes { ...ShownJob } }\n    # The newest request is first, and the last in turn.\n    queued: recomputeJobs(filter: { status: QUEUED }, last: 20) { totalCount nodes { ...ShownJob } }\n  }\n\n  fragment ShownJob on RecomputeJob {\n    id number kind month from to status cancelRequested attempts error ahead\n    requestedAt requestedBy startedAt expectedAt finishedAt changedPartners\n    progress { done total }\n    chunks { claimed done total }\n  }\n": typeof types.JobsNowDocument,
    "\n  query WorkersAndSchedule {\n    workers { name isThere startedAt seenAt job { id number kind month from to } }\n    schedule { kind month from to dueAt late }\n  }\n": typeof types.WorkersAndScheduleDocument,
    "\n  query JobList($filter: RecomputeJobFilter, $first: Int, $last: Int, $after: String, $before: String) {\n    recomputeJobs(filter: $filter, first: $first, last: $last, after: $after, before: $before) {\n      totalCount\n      nodes { ...ShownJob }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n": typeof types.JobListDocument,
    "\n  mutation AskActivity($input: RecomputeActivityInput!) {\n    asked: recomputeActivity(input: $input) { job { ...ShownJob } userErrors { code message path } }\n  }\n": typeof types.AskActivityDocument,
    "\n  mutation AskTiers($input: RecomputeTiersInput!) {\n    asked: recomputeTiers(input: $input) { job { ...ShownJob } userErrors { code message path } }\n  }\n": typeof types.AskTiersDocument,
    "\n  mutation CancelJob($input: CancelRecomputeInput!) {\n    asked: cancelRecompute(input: $input) { job { ...ShownJob } userErrors { code message path } }\n  }\n": typeof types.CancelJobDocument,
    "\n  mutation RetryJob($input: RetryRecomputeInput!) {\n    asked: retryRecompute(input: $input) { job { ...ShownJob } userErrors { code message path } }\n  }\n": typeof types.RetryJobDocument,
    "\n  query FindingsOfKind($kind: FindingKind!, $first: Int, $last: Int, $after: String, $before: String) {\n    portfolio {\n      findings(filter: { kinds: [$kind] }, first: $first, last: $last, after: $after, before: $before) {\n        totalCount\n        nodes {\n          id size detail period foundAt\n          partner { id externalId name }\n          client { id externalId name }\n          employee { id email }\n        }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n    }\n  }\n": typeof types.FindingsOfKindDocument,
    "\n  query FindingCounts {\n    portfolio { findingCounts { kind count severity says remedy sizeIs asOf } }\n  }\n": typeof types.FindingCountsDocument,
    "\n  query PortfolioMovers($change: TierChangeKind, $first: Int, $last: Int, $after: String, $before: String) {\n    portfolio {\n      movers(change: $change, first: $first, last: $last, after: $after, before: $before) {\n        edges {\n          gates { actual before required comparison metric { key name unit currencyCode } }\n          node {\n            id effectiveOn\n            tier { id name rank }\n            previousTier { id name rank }\n            partner { id externalId name }\n          }\n        }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n      rose: movers(change: PROMOTED, first: 1) { totalCount nodes { id effectiveOn } }\n      fell: movers(change: DEMOTED, first: 1) { totalCount nodes { id effectiveOn } }\n    }\n  }\n": typeof types.PortfolioMoversDocument,
    "\n  query PortfolioNearNext($first: Int, $last: Int, $after: String, $before: String) {\n    portfolio {\n      nearNext(first: $first, last: $last, after: $after, before: $before) {\n        edges {\n          lack\n          tier { id name rank }\n          gates { id required missing metric { key name unit currencyCode } }\n          node { id externalId name tier { id name rank } }\n        }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n    }\n  }\n": typeof types.PortfolioNearNextDocument,
    "\n  query PortfolioState {\n    calendar {\n      today lastClosedDay nextDecisionDay nextReportDueOn nextReportLate\n      newestReport { period ranOn revision }\n    }\n    partners(first: 1) { nodes { id dataThrough { newestComputedDay } } }\n    running: recomputeJobs(filter: { status: RUNNING }, first: 5) { totalCount nodes { ...PortfolioJob } }\n    queued: recomputeJobs(filter: { status: QUEUED }, first: 5) { totalCount nodes { ...PortfolioJob } }\n    failed: recomputeJobs(filter: { status: FAILED }, first: 50) { nodes { ...PortfolioJob } }\n    schedule { kind month from to dueAt late }\n  }\n\n  fragment PortfolioJob on RecomputeJob {\n    id kind month from to status cancelRequested attempts error ahead expectedAt finishedAt\n    progress { done total }\n    chunks { claimed done total }\n  }\n": typeof types.PortfolioStateDocument,
    "\n  query PortfolioAtRisk($decisions: Int!, $first: Int, $last: Int, $after: String, $before: String) {\n    portfolio {\n      atRisk(decisions: $decisions, first: $first, last: $last, after: $after, before: $before) {\n        nodes {\n          id effectiveOn lastDay\n          mrr { amount currencyCode }\n          metric { key name unit }\n          tier { id name rank }\n          client { id externalId name }\n          partner { id externalId name tier { id name rank } }\n        }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n      one: atRisk(decisions: 1, first: 0) { totalCount }\n      two: atRisk(decisions: 2, first: 0) { totalCount }\n      three: atRisk(decisions: 3, first: 0) { totalCount }\n    }\n  }\n": typeof types.PortfolioAtRiskDocument,
    "\n  query PortfolioHistory($months: Int!) {\n    portfolio {\n      history(months: $months) {\n        day\n        sold { amount currencyCode }\n        managed { amount currencyCode }\n        tierCounts { count tier { id key name rank } }\n      }\n    }\n  }\n": typeof types.PortfolioHistoryDocument,
    "\n  query Frame {\n    viewer { role partner { id externalId name } }\n    calendar { timeZone today lastClosedDay nextDecisionDay nextReportDueOn nextReportLate newestReport { period ranOn revision } }\n    program { id name currency }\n  }\n": typeof types.FrameDocument,
};
const documents: Documents = {
    "subscription StandingsLive($after: String) { standingChanges(after: $after) { cursor } }": types.StandingsLiveDocument,
    "subscription TiersLive($after: String) { tierChanges(after: $after) { cursor } }": types.TiersLiveDocument,
    "subscription ForecastsLive($after: String) { forecastChanges(after: $after) { cursor } }": types.ForecastsLiveDocument,
    "subscription JobsLive { jobChanges { id } }": types.JobsLiveDocument,
    "\n  query JobsNow {\n    calendar { today lastClosedDay }\n    running: recomputeJobs(filter: { status: RUNNING }, first: 50) { totalCount nodes { ...ShownJob } }\n    # The newest request is first, and the last in turn.\n    queued: recomputeJobs(filter: { status: QUEUED }, last: 20) { totalCount nodes { ...ShownJob } }\n  }\n\n  fragment ShownJob on RecomputeJob {\n    id number kind month from to status cancelRequested attempts error ahead\n    requestedAt requestedBy startedAt expectedAt finishedAt changedPartners\n    progress { done total }\n    chunks { claimed done total }\n  }\n": types.JobsNowDocument,
    "\n  query WorkersAndSchedule {\n    workers { name isThere startedAt seenAt job { id number kind month from to } }\n    schedule { kind month from to dueAt late }\n  }\n": types.WorkersAndScheduleDocument,
    "\n  query JobList($filter: RecomputeJobFilter, $first: Int, $last: Int, $after: String, $before: String) {\n    recomputeJobs(filter: $filter, first: $first, last: $last, after: $after, before: $before) {\n      totalCount\n      nodes { ...ShownJob }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n": types.JobListDocument,
    "\n  mutation AskActivity($input: RecomputeActivityInput!) {\n    asked: recomputeActivity(input: $input) { job { ...ShownJob } userErrors { code message path } }\n  }\n": types.AskActivityDocument,
    "\n  mutation AskTiers($input: RecomputeTiersInput!) {\n    asked: recomputeTiers(input: $input) { job { ...ShownJob } userErrors { code message path } }\n  }\n": types.AskTiersDocument,
    "\n  mutation CancelJob($input: CancelRecomputeInput!) {\n    asked: cancelRecompute(input: $input) { job { ...ShownJob } userErrors { code message path } }\n  }\n": types.CancelJobDocument,
    "\n  mutation RetryJob($input: RetryRecomputeInput!) {\n    asked: retryRecompute(input: $input) { job { ...ShownJob } userErrors { code message path } }\n  }\n": types.RetryJobDocument,
    "\n  query FindingsOfKind($kind: FindingKind!, $first: Int, $last: Int, $after: String, $before: String) {\n    portfolio {\n      findings(filter: { kinds: [$kind] }, first: $first, last: $last, after: $after, before: $before) {\n        totalCount\n        nodes {\n          id size detail period foundAt\n          partner { id externalId name }\n          client { id externalId name }\n          employee { id email }\n        }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n    }\n  }\n": types.FindingsOfKindDocument,
    "\n  query FindingCounts {\n    portfolio { findingCounts { kind count severity says remedy sizeIs asOf } }\n  }\n": types.FindingCountsDocument,
    "\n  query PortfolioMovers($change: TierChangeKind, $first: Int, $last: Int, $after: String, $before: String) {\n    portfolio {\n      movers(change: $change, first: $first, last: $last, after: $after, before: $before) {\n        edges {\n          gates { actual before required comparison metric { key name unit currencyCode } }\n          node {\n            id effectiveOn\n            tier { id name rank }\n            previousTier { id name rank }\n            partner { id externalId name }\n          }\n        }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n      rose: movers(change: PROMOTED, first: 1) { totalCount nodes { id effectiveOn } }\n      fell: movers(change: DEMOTED, first: 1) { totalCount nodes { id effectiveOn } }\n    }\n  }\n": types.PortfolioMoversDocument,
    "\n  query PortfolioNearNext($first: Int, $last: Int, $after: String, $before: String) {\n    portfolio {\n      nearNext(first: $first, last: $last, after: $after, before: $before) {\n        edges {\n          lack\n          tier { id name rank }\n          gates { id required missing metric { key name unit currencyCode } }\n          node { id externalId name tier { id name rank } }\n        }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n    }\n  }\n": types.PortfolioNearNextDocument,
    "\n  query PortfolioState {\n    calendar {\n      today lastClosedDay nextDecisionDay nextReportDueOn nextReportLate\n      newestReport { period ranOn revision }\n    }\n    partners(first: 1) { nodes { id dataThrough { newestComputedDay } } }\n    running: recomputeJobs(filter: { status: RUNNING }, first: 5) { totalCount nodes { ...PortfolioJob } }\n    queued: recomputeJobs(filter: { status: QUEUED }, first: 5) { totalCount nodes { ...PortfolioJob } }\n    failed: recomputeJobs(filter: { status: FAILED }, first: 50) { nodes { ...PortfolioJob } }\n    schedule { kind month from to dueAt late }\n  }\n\n  fragment PortfolioJob on RecomputeJob {\n    id kind month from to status cancelRequested attempts error ahead expectedAt finishedAt\n    progress { done total }\n    chunks { claimed done total }\n  }\n": types.PortfolioStateDocument,
    "\n  query PortfolioAtRisk($decisions: Int!, $first: Int, $last: Int, $after: String, $before: String) {\n    portfolio {\n      atRisk(decisions: $decisions, first: $first, last: $last, after: $after, before: $before) {\n        nodes {\n          id effectiveOn lastDay\n          mrr { amount currencyCode }\n          metric { key name unit }\n          tier { id name rank }\n          client { id externalId name }\n          partner { id externalId name tier { id name rank } }\n        }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n      one: atRisk(decisions: 1, first: 0) { totalCount }\n      two: atRisk(decisions: 2, first: 0) { totalCount }\n      three: atRisk(decisions: 3, first: 0) { totalCount }\n    }\n  }\n": types.PortfolioAtRiskDocument,
    "\n  query PortfolioHistory($months: Int!) {\n    portfolio {\n      history(months: $months) {\n        day\n        sold { amount currencyCode }\n        managed { amount currencyCode }\n        tierCounts { count tier { id key name rank } }\n      }\n    }\n  }\n": types.PortfolioHistoryDocument,
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
export function graphql(source: "\n  query JobsNow {\n    calendar { today lastClosedDay }\n    running: recomputeJobs(filter: { status: RUNNING }, first: 50) { totalCount nodes { ...ShownJob } }\n    # The newest request is first, and the last in turn.\n    queued: recomputeJobs(filter: { status: QUEUED }, last: 20) { totalCount nodes { ...ShownJob } }\n  }\n\n  fragment ShownJob on RecomputeJob {\n    id number kind month from to status cancelRequested attempts error ahead\n    requestedAt requestedBy startedAt expectedAt finishedAt changedPartners\n    progress { done total }\n    chunks { claimed done total }\n  }\n"): (typeof documents)["\n  query JobsNow {\n    calendar { today lastClosedDay }\n    running: recomputeJobs(filter: { status: RUNNING }, first: 50) { totalCount nodes { ...ShownJob } }\n    # The newest request is first, and the last in turn.\n    queued: recomputeJobs(filter: { status: QUEUED }, last: 20) { totalCount nodes { ...ShownJob } }\n  }\n\n  fragment ShownJob on RecomputeJob {\n    id number kind month from to status cancelRequested attempts error ahead\n    requestedAt requestedBy startedAt expectedAt finishedAt changedPartners\n    progress { done total }\n    chunks { claimed done total }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WorkersAndSchedule {\n    workers { name isThere startedAt seenAt job { id number kind month from to } }\n    schedule { kind month from to dueAt late }\n  }\n"): (typeof documents)["\n  query WorkersAndSchedule {\n    workers { name isThere startedAt seenAt job { id number kind month from to } }\n    schedule { kind month from to dueAt late }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query JobList($filter: RecomputeJobFilter, $first: Int, $last: Int, $after: String, $before: String) {\n    recomputeJobs(filter: $filter, first: $first, last: $last, after: $after, before: $before) {\n      totalCount\n      nodes { ...ShownJob }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n"): (typeof documents)["\n  query JobList($filter: RecomputeJobFilter, $first: Int, $last: Int, $after: String, $before: String) {\n    recomputeJobs(filter: $filter, first: $first, last: $last, after: $after, before: $before) {\n      totalCount\n      nodes { ...ShownJob }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AskActivity($input: RecomputeActivityInput!) {\n    asked: recomputeActivity(input: $input) { job { ...ShownJob } userErrors { code message path } }\n  }\n"): (typeof documents)["\n  mutation AskActivity($input: RecomputeActivityInput!) {\n    asked: recomputeActivity(input: $input) { job { ...ShownJob } userErrors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AskTiers($input: RecomputeTiersInput!) {\n    asked: recomputeTiers(input: $input) { job { ...ShownJob } userErrors { code message path } }\n  }\n"): (typeof documents)["\n  mutation AskTiers($input: RecomputeTiersInput!) {\n    asked: recomputeTiers(input: $input) { job { ...ShownJob } userErrors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CancelJob($input: CancelRecomputeInput!) {\n    asked: cancelRecompute(input: $input) { job { ...ShownJob } userErrors { code message path } }\n  }\n"): (typeof documents)["\n  mutation CancelJob($input: CancelRecomputeInput!) {\n    asked: cancelRecompute(input: $input) { job { ...ShownJob } userErrors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RetryJob($input: RetryRecomputeInput!) {\n    asked: retryRecompute(input: $input) { job { ...ShownJob } userErrors { code message path } }\n  }\n"): (typeof documents)["\n  mutation RetryJob($input: RetryRecomputeInput!) {\n    asked: retryRecompute(input: $input) { job { ...ShownJob } userErrors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FindingsOfKind($kind: FindingKind!, $first: Int, $last: Int, $after: String, $before: String) {\n    portfolio {\n      findings(filter: { kinds: [$kind] }, first: $first, last: $last, after: $after, before: $before) {\n        totalCount\n        nodes {\n          id size detail period foundAt\n          partner { id externalId name }\n          client { id externalId name }\n          employee { id email }\n        }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n    }\n  }\n"): (typeof documents)["\n  query FindingsOfKind($kind: FindingKind!, $first: Int, $last: Int, $after: String, $before: String) {\n    portfolio {\n      findings(filter: { kinds: [$kind] }, first: $first, last: $last, after: $after, before: $before) {\n        totalCount\n        nodes {\n          id size detail period foundAt\n          partner { id externalId name }\n          client { id externalId name }\n          employee { id email }\n        }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FindingCounts {\n    portfolio { findingCounts { kind count severity says remedy sizeIs asOf } }\n  }\n"): (typeof documents)["\n  query FindingCounts {\n    portfolio { findingCounts { kind count severity says remedy sizeIs asOf } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PortfolioMovers($change: TierChangeKind, $first: Int, $last: Int, $after: String, $before: String) {\n    portfolio {\n      movers(change: $change, first: $first, last: $last, after: $after, before: $before) {\n        edges {\n          gates { actual before required comparison metric { key name unit currencyCode } }\n          node {\n            id effectiveOn\n            tier { id name rank }\n            previousTier { id name rank }\n            partner { id externalId name }\n          }\n        }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n      rose: movers(change: PROMOTED, first: 1) { totalCount nodes { id effectiveOn } }\n      fell: movers(change: DEMOTED, first: 1) { totalCount nodes { id effectiveOn } }\n    }\n  }\n"): (typeof documents)["\n  query PortfolioMovers($change: TierChangeKind, $first: Int, $last: Int, $after: String, $before: String) {\n    portfolio {\n      movers(change: $change, first: $first, last: $last, after: $after, before: $before) {\n        edges {\n          gates { actual before required comparison metric { key name unit currencyCode } }\n          node {\n            id effectiveOn\n            tier { id name rank }\n            previousTier { id name rank }\n            partner { id externalId name }\n          }\n        }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n      rose: movers(change: PROMOTED, first: 1) { totalCount nodes { id effectiveOn } }\n      fell: movers(change: DEMOTED, first: 1) { totalCount nodes { id effectiveOn } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PortfolioNearNext($first: Int, $last: Int, $after: String, $before: String) {\n    portfolio {\n      nearNext(first: $first, last: $last, after: $after, before: $before) {\n        edges {\n          lack\n          tier { id name rank }\n          gates { id required missing metric { key name unit currencyCode } }\n          node { id externalId name tier { id name rank } }\n        }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n    }\n  }\n"): (typeof documents)["\n  query PortfolioNearNext($first: Int, $last: Int, $after: String, $before: String) {\n    portfolio {\n      nearNext(first: $first, last: $last, after: $after, before: $before) {\n        edges {\n          lack\n          tier { id name rank }\n          gates { id required missing metric { key name unit currencyCode } }\n          node { id externalId name tier { id name rank } }\n        }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PortfolioState {\n    calendar {\n      today lastClosedDay nextDecisionDay nextReportDueOn nextReportLate\n      newestReport { period ranOn revision }\n    }\n    partners(first: 1) { nodes { id dataThrough { newestComputedDay } } }\n    running: recomputeJobs(filter: { status: RUNNING }, first: 5) { totalCount nodes { ...PortfolioJob } }\n    queued: recomputeJobs(filter: { status: QUEUED }, first: 5) { totalCount nodes { ...PortfolioJob } }\n    failed: recomputeJobs(filter: { status: FAILED }, first: 50) { nodes { ...PortfolioJob } }\n    schedule { kind month from to dueAt late }\n  }\n\n  fragment PortfolioJob on RecomputeJob {\n    id kind month from to status cancelRequested attempts error ahead expectedAt finishedAt\n    progress { done total }\n    chunks { claimed done total }\n  }\n"): (typeof documents)["\n  query PortfolioState {\n    calendar {\n      today lastClosedDay nextDecisionDay nextReportDueOn nextReportLate\n      newestReport { period ranOn revision }\n    }\n    partners(first: 1) { nodes { id dataThrough { newestComputedDay } } }\n    running: recomputeJobs(filter: { status: RUNNING }, first: 5) { totalCount nodes { ...PortfolioJob } }\n    queued: recomputeJobs(filter: { status: QUEUED }, first: 5) { totalCount nodes { ...PortfolioJob } }\n    failed: recomputeJobs(filter: { status: FAILED }, first: 50) { nodes { ...PortfolioJob } }\n    schedule { kind month from to dueAt late }\n  }\n\n  fragment PortfolioJob on RecomputeJob {\n    id kind month from to status cancelRequested attempts error ahead expectedAt finishedAt\n    progress { done total }\n    chunks { claimed done total }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PortfolioAtRisk($decisions: Int!, $first: Int, $last: Int, $after: String, $before: String) {\n    portfolio {\n      atRisk(decisions: $decisions, first: $first, last: $last, after: $after, before: $before) {\n        nodes {\n          id effectiveOn lastDay\n          mrr { amount currencyCode }\n          metric { key name unit }\n          tier { id name rank }\n          client { id externalId name }\n          partner { id externalId name tier { id name rank } }\n        }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n      one: atRisk(decisions: 1, first: 0) { totalCount }\n      two: atRisk(decisions: 2, first: 0) { totalCount }\n      three: atRisk(decisions: 3, first: 0) { totalCount }\n    }\n  }\n"): (typeof documents)["\n  query PortfolioAtRisk($decisions: Int!, $first: Int, $last: Int, $after: String, $before: String) {\n    portfolio {\n      atRisk(decisions: $decisions, first: $first, last: $last, after: $after, before: $before) {\n        nodes {\n          id effectiveOn lastDay\n          mrr { amount currencyCode }\n          metric { key name unit }\n          tier { id name rank }\n          client { id externalId name }\n          partner { id externalId name tier { id name rank } }\n        }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n      one: atRisk(decisions: 1, first: 0) { totalCount }\n      two: atRisk(decisions: 2, first: 0) { totalCount }\n      three: atRisk(decisions: 3, first: 0) { totalCount }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PortfolioHistory($months: Int!) {\n    portfolio {\n      history(months: $months) {\n        day\n        sold { amount currencyCode }\n        managed { amount currencyCode }\n        tierCounts { count tier { id key name rank } }\n      }\n    }\n  }\n"): (typeof documents)["\n  query PortfolioHistory($months: Int!) {\n    portfolio {\n      history(months: $months) {\n        day\n        sold { amount currencyCode }\n        managed { amount currencyCode }\n        tierCounts { count tier { id key name rank } }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Frame {\n    viewer { role partner { id externalId name } }\n    calendar { timeZone today lastClosedDay nextDecisionDay nextReportDueOn nextReportLate newestReport { period ranOn revision } }\n    program { id name currency }\n  }\n"): (typeof documents)["\n  query Frame {\n    viewer { role partner { id externalId name } }\n    calendar { timeZone today lastClosedDay nextDecisionDay nextReportDueOn nextReportLate newestReport { period ranOn revision } }\n    program { id name currency }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;