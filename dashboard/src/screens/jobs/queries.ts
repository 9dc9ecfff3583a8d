// What is asked of jobs.
import { graphql } from "../../gql";
import type { JobsNowQuery } from "../../gql/graphql";

export const JobsNow = graphql(`
  query JobsNow {
    calendar { today lastClosedDay }
    running: recomputeJobs(filter: { status: RUNNING }, first: 50) { totalCount nodes { ...ShownJob } }
    # The newest request is first, and the last in turn.
    queued: recomputeJobs(filter: { status: QUEUED }, last: 20) { totalCount nodes { ...ShownJob } }
  }

  fragment ShownJob on RecomputeJob {
    id number kind month from to status cancelRequested attempts error ahead
    requestedAt requestedBy startedAt expectedAt finishedAt changedPartners
    progress { done total }
  }
`);

export type ShownJob = NonNullable<JobsNowQuery["running"]>["nodes"][number];

export const JobList = graphql(`
  query JobList($filter: RecomputeJobFilter, $first: Int, $last: Int, $after: String, $before: String) {
    recomputeJobs(filter: $filter, first: $first, last: $last, after: $after, before: $before) {
      totalCount
      nodes { ...ShownJob }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`);

export const AskActivity = graphql(`
  mutation AskActivity($input: RecomputeActivityInput!) {
    asked: recomputeActivity(input: $input) { job { ...ShownJob } userErrors { code message path } }
  }
`);

export const AskTiers = graphql(`
  mutation AskTiers($input: RecomputeTiersInput!) {
    asked: recomputeTiers(input: $input) { job { ...ShownJob } userErrors { code message path } }
  }
`);

export const CancelJob = graphql(`
  mutation CancelJob($input: CancelRecomputeInput!) {
    asked: cancelRecompute(input: $input) { job { ...ShownJob } userErrors { code message path } }
  }
`);

export const RetryJob = graphql(`
  mutation RetryJob($input: RetryRecomputeInput!) {
    asked: retryRecompute(input: $input) { job { ...ShownJob } userErrors { code message path } }
  }
`);
