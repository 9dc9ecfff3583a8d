// How far a job has come: of one that runs, and of one that waits.
import "../../styles/jobs.css";
import { formatNumber } from "../../parts/format";
import { ProgressBar } from "../../parts/page";
import { jobs } from "../../texts/jobs";
import { type JobSpan, type JobState, leftOf, statusOf, whatOf } from "./job-words";

interface Job extends JobSpan, JobState {
  ahead: number;
  expectedAt?: string | null;
  progress: { done: number; total: number };
  /** Of the day, or month, that is computed right now. */
  chunks?: { claimed: number; done: number; total: number } | null;
}

export function JobProgress({ job }: { job: Job }) {
  if (job.status !== "RUNNING")
    return (
      <p className="job-progress">
        {statusOf(job)}. <span className="muted">{jobs.ahead(job.ahead)}</span>
      </p>
    );
  const { done, total } = job.progress;
  return (
    <div className="job-progress">
      <ProgressBar label={jobs.progress(whatOf(job))} done={done} total={total} />
      <p className="muted">
        {job.cancelRequested ? jobs.stopping : leftOf(job.expectedAt, Date.now())}
        {" · "}
        {jobs.done(formatNumber(done), formatNumber(total))}
        {job.chunks && (
          <>
            {" · "}
            {jobs.chunks(formatNumber(job.chunks.done), formatNumber(job.chunks.total), job.chunks.total === 1)}
            {job.chunks.claimed > 0 && `, ${jobs.atWork(job.chunks.claimed)}`}
          </>
        )}
      </p>
    </div>
  );
}
