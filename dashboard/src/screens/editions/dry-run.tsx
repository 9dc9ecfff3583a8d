// A dry run: how far it has come, and once it is complete, who would move.
import { useState } from "react";
import { useMutation } from "urql";
import { Link } from "wouter";
import { persisted } from "../../api/documents";
import { describe } from "../../api/errors";
import { graphql } from "../../gql";
import type { DryRunToReadQuery } from "../../gql/graphql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async, Empty } from "../../parts/async";
import { Page, Panel, ProgressBar, Refusals } from "../../parts/page";
import { Instant } from "../../parts/values";
import { common } from "../../texts/common";
import { editions } from "../../texts/editions";
import { DryRunDays } from "./dry-run-days";
import { JobStatus } from "./job-status";
import { isFinal, useJob } from "./use-job";

const DryRunToRead = graphql(`
  query DryRunToRead($number: ID!) {
    dryRun(id: $number) {
      id
      number
      editionKey
      editionName
      knownAt
      days {
        effectiveOn
        asOf
        editionInForce
        partners
        tiers { key name before after }
        moves { tierBefore tierAfter partners }
      }
      job {
        id
        number
        status
        error
        ahead
        cancelRequested
        expectedAt
        requestedAt
        requestedBy
        progress { done total }
      }
    }
  }
`);

const CancelDryRun = graphql(`
  mutation CancelDryRun($job: ID!) {
    asked: cancelRecompute(input: { jobId: $job }) { job { id status cancelRequested } userErrors { message } }
  }
`);

const RetryDryRun = graphql(`
  mutation RetryDryRun($job: ID!) {
    asked: retryRecompute(input: { jobId: $job }) { job { id status } userErrors { message } }
  }
`);

export type DryRunData = NonNullable<DryRunToReadQuery["dryRun"]>;

export function DryRunScreen({ number }: { number: string }) {
  const { dryRun: texts } = editions;
  const [answer, ask] = useLiveQuery(DryRunToRead, { number });
  const found = answer.data?.dryRun;
  return (
    <Page
      title={texts.title(number)}
      about={
        found && (
          <>
            {texts.about(found.editionKey)}{" "}
            {found.knownAt && (
              <>
                {texts.known} <Instant value={found.knownAt} />.
              </>
            )}
          </>
        )
      }
      actions={
        <Link className="button" href="/editions">
          {common.screens.editions}
        </Link>
      }
    >
      <Async answer={answer} retry={ask} lines={12}>
        {({ dryRun }) =>
          dryRun ? (
            <div className="pile">
              {dryRun.job.status === "SUCCEEDED" ? (
                <DryRunDays dryRun={dryRun} />
              ) : (
                <Waiting dryRun={dryRun} onChange={ask} />
              )}
            </div>
          ) : (
            <Empty>{texts.gone}</Empty>
          )
        }
      </Async>
    </Page>
  );
}

function Waiting({ dryRun, onChange }: { dryRun: DryRunData; onChange(): void }) {
  const { dryRun: texts } = editions;
  const over = isFinal(dryRun.job.status);
  const watched = useJob(dryRun.job.id, { pause: over, onEnd: onChange });
  const job = { ...dryRun.job, ...(over ? null : watched) };
  const [{ fetching: cancelling }, cancel] = useMutation(persisted(CancelDryRun));
  const [{ fetching: retrying }, retry] = useMutation(persisted(RetryDryRun));
  const [refused, setRefused] = useState<readonly { message: string }[]>([]);
  const { done, total } = job.progress;
  async function act(send: typeof cancel | typeof retry) {
    const { data, error } = await send({ job: job.id });
    setRefused(error ? [{ message: describe(error) }] : (data?.asked?.userErrors ?? []));
    onChange();
  }
  return (
    <Panel title={`${dryRun.editionKey}: ${dryRun.editionName}`} wide aside={<JobStatus status={job.status} />}>
      {!over && <ProgressBar label={texts.title(dryRun.number)} done={done} total={total} />}
      {job.status === "QUEUED" && <p className="muted">{texts.queued(job.ahead)}</p>}
      {job.expectedAt && (
        <p className="muted">
          {texts.expected} <Instant value={job.expectedAt} />
        </p>
      )}
      {job.status === "FAILED" && <p className="failure">{texts.failed(job.error ?? "")}</p>}
      {job.status === "CANCELLED" && <p>{texts.cancelled}</p>}
      {job.cancelRequested && !over && <p>{texts.cancelling}</p>}
      <Refusals errors={refused} />
      <div className="actions">
        {over ? (
          <button type="button" disabled={retrying} onClick={() => act(retry)}>
            {texts.retry}
          </button>
        ) : (
          <button type="button" disabled={cancelling || job.cancelRequested} onClick={() => act(cancel)}>
            {texts.cancel}
          </button>
        )}
      </div>
    </Panel>
  );
}
