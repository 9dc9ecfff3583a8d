// Cancels a job, or queues it again, after saying what that does.
import { useState } from "react";
import { type CombinedError, useMutation } from "urql";
import { persisted } from "../../api/documents";
import { Failure } from "../../parts/async";
import { Dialog, Refusals } from "../../parts/page";
import { jobs } from "../../texts/jobs";
import { whatOf } from "./job-words";
import { CancelJob, RetryJob, type ShownJob } from "./queries";

export type Act = "cancel" | "retry";

export interface Wanted {
  act: Act;
  job: ShownJob;
}

/** What can be done with a job now; nothing of one that has succeeded, or is to stop already. */
function actFor({ status, cancelRequested }: ShownJob): Act | null {
  if (status === "FAILED" || status === "CANCELLED") return "retry";
  return status === "SUCCEEDED" || cancelRequested ? null : "cancel";
}

export function JobButton({ job, want }: { job: ShownJob; want(wanted: Wanted): void }) {
  const act = actFor(job);
  if (!act) return null;
  const { button, of } = jobs[act];
  return (
    <button type="button" aria-label={of(jobs.number(job.number))} onClick={() => want({ act, job })}>
      {button}
    </button>
  );
}

interface Props {
  wanted: Wanted | null;
  onClose(): void;
  /** What has come of it. */
  say(text: string): void;
}

export function JobDialog({ wanted, onClose, say }: Props) {
  const title = wanted ? jobs[wanted.act].title(jobs.number(wanted.job.number)) : "";
  return (
    <Dialog title={title} open={wanted !== null} onClose={onClose}>
      {wanted && <Confirmation key={wanted.job.id} wanted={wanted} onClose={onClose} say={say} />}
    </Dialog>
  );
}

function Confirmation({ wanted: { act, job }, onClose, say }: Props & { wanted: Wanted }) {
  const texts = jobs[act];
  const [refused, setRefused] = useState<readonly { message: string }[]>([]);
  const [failure, setFailure] = useState<CombinedError | null>(null);
  const [cancelling, cancel] = useMutation(persisted(CancelJob));
  const [retrying, retry] = useMutation(persisted(RetryJob));

  async function confirm() {
    const { data, error } = await (act === "cancel" ? cancel : retry)({ input: { jobId: job.id } });
    setFailure(error ?? null);
    setRefused(data?.asked?.userErrors ?? []);
    const after = data?.asked?.job;
    if (!after) return;
    const name = jobs.number(after.number);
    if (act === "retry") say(jobs.retry.done(name, jobs.ahead(after.ahead)));
    else say(after.status === "CANCELLED" ? jobs.cancel.done(name) : jobs.cancel.soon(name));
    onClose();
  }

  return (
    <>
      <p>
        <strong>{whatOf(job)}</strong>
      </p>
      <p>
        {act === "retry"
          ? jobs.retry.says
          : `${job.status === "QUEUED" ? jobs.cancel.QUEUED : jobs.cancel.RUNNING} ${jobs.cancel.stays}`}
      </p>
      <Refusals errors={refused} />
      {failure && <Failure error={failure} retry={confirm} />}
      <div className="actions">
        <button
          type="button"
          className={act === "cancel" ? "danger" : "primary"}
          disabled={cancelling.fetching || retrying.fetching}
          onClick={confirm}
        >
          {texts.confirm}
        </button>
        <button type="button" onClick={onClose}>
          {texts.keep}
        </button>
      </div>
    </>
  );
}
