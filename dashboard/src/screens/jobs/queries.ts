// What is asked of jobs.
import { graphql } from "../../gql";
import type { JobsNowQuery } from "../../gql/graphql";

/**
 * Milliseconds after which it is looked once more: no event tells of workers, or of what became late, and one of a job may
 * come before it is listened to.
 */
export const EVERY = 15_000;

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
    chunks { claimed done total }
  }
`);

export type ShownJob = NonNullable<JobsNowQuery["running"]>["nodes"][number];

export const Work = graphql(`
  query WorkersAndSchedule {
    workers { name isThere startedAt seenAt job { id number kind month from to } }
    schedule { kind month from to dueAt late }
  }
`);

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
