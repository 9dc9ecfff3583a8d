// A job as it is now, and each of its changes until it comes to its end.
import { useEffect, useRef, useState } from "react";
import { graphql } from "../../gql";
import type { DryRunProgressSubscription } from "../../gql/graphql";
import { useLive } from "../../live/live";
import { watch } from "../../live/watch";

const DryRunProgress = graphql(`
  subscription DryRunProgress($jobId: ID!) {
    recomputeProgress(jobId: $jobId) {
      id
      status
      error
      ahead
      cancelRequested
      expectedAt
      progress { done total }
    }
  }
`);

export type JobNow = DryRunProgressSubscription["recomputeProgress"];

export function isFinal(status: JobNow["status"]): boolean {
  return status === "SUCCEEDED" || status === "FAILED" || status === "CANCELLED";
}

/** Watches while `pause` is false, and says once when the job has ended. */
export function useJob(jobId: string, { pause, onEnd }: { pause: boolean; onEnd(): void }): JobNow | null {
  const { socket } = useLive();
  const [job, setJob] = useState<JobNow | null>(null);
  const end = useRef(onEnd);
  end.current = onEnd;

  useEffect(() => {
    if (pause) return;
    const ended = new AbortController();
    void watch(
      socket,
      DryRunProgress,
      { jobId },
      {
        onEvent({ recomputeProgress }) {
          setJob(recomputeProgress);
          if (!isFinal(recomputeProgress.status)) return;
          ended.abort(); // it ends by itself, and would be begun anew
          end.current();
        },
        onGap() {},
        onRefused() {},
      },
      ended.signal,
    );
    return () => ended.abort();
  }, [socket, jobId, pause]);

  return job;
}
