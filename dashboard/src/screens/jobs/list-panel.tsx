// All jobs that were ever asked for, the newest request first.
import { useMemo } from "react";
import { useLiveQuery } from "../../live/use-live-query";
import { Async } from "../../parts/async";
import { DataTable, type TableColumn } from "../../parts/data-table";
import { formatNumber } from "../../parts/format";
import { SelectFilter } from "../../parts/list-filters";
import { Panel } from "../../parts/page";
import { isOneOf, oneOf, useList } from "../../parts/use-list";
import { Instant } from "../../parts/values";
import { common } from "../../texts/common";
import { jobs } from "../../texts/jobs";
import { JobButton, type Wanted } from "./job-action";
import { statusOf, tookOf, whatOf } from "./job-words";
import { EVERY, JobList, type ShownJob } from "./queries";

const KNOWN = { status: isOneOf(jobs.statuses), kind: isOneOf(jobs.kinds) };

interface Props {
  want(wanted: Wanted): void;
}

export function ListPanel({ want }: Props) {
  const texts = jobs.list;
  const list = useList({ pageSize: 25, known: KNOWN });
  const status = oneOf(jobs.statuses, list.get("status"));
  const kind = oneOf(jobs.kinds, list.get("kind"));
  const [answer, ask] = useLiveQuery(
    JobList,
    { filter: { status, kind }, ...list.place },
    { topics: ["jobs"], every: EVERY },
  );
  const columns = useMemo(() => columnsWith(want), [want]);
  const any = ["", texts.any] as const;
  return (
    <Panel wide title={texts.title}>
      <div className="filters">
        <SelectFilter
          list={list}
          name="status"
          label={texts.status}
          options={[any, ...Object.entries(jobs.statuses)]}
        />
        <SelectFilter list={list} name="kind" label={texts.kind} options={[any, ...Object.entries(jobs.kinds)]} />
      </div>
      <Async answer={answer} retry={ask} lines={12} list={list}>
        {({ recomputeJobs: found }) => (
          <DataTable
            label={texts.title}
            columns={columns}
            rows={found?.nodes ?? []}
            keyOf={({ id }) => id}
            list={list}
            {...(found && { page: found.pageInfo, total: found.totalCount })}
            empty={texts.empty}
          />
        )}
      </Async>
    </Panel>
  );
}

const TONES = { QUEUED: "", RUNNING: "warn", SUCCEEDED: "good", FAILED: "bad", CANCELLED: "" };

function columnsWith(want: (wanted: Wanted) => void): TableColumn<ShownJob>[] {
  const names = jobs.list.columns;
  return [
    { id: "number", name: names.number, number: true, cell: ({ number }) => number },
    { id: "what", name: names.what, cell: (job) => whatOf(job) },
    {
      id: "status",
      name: names.status,
      cell: (job) => (
        <>
          <span className={`badge ${TONES[job.status]}`}>{statusOf(job)}</span>
          {job.error && job.status !== "SUCCEEDED" && <p className="job-error">{job.error}</p>}
        </>
      ),
    },
    { id: "requested", name: names.requested, cell: ({ requestedAt }) => <Instant value={requestedAt} /> },
    { id: "by", name: names.by, cell: ({ requestedBy }) => requestedBy },
    { id: "started", name: names.started, spare: true, cell: ({ startedAt }) => <Instant value={startedAt} /> },
    { id: "finished", name: names.finished, spare: true, cell: ({ finishedAt }) => <Instant value={finishedAt} /> },
    { id: "took", name: names.took, number: true, cell: (job) => tookOf(job, Date.now()) ?? common.none },
    { id: "attempts", name: names.attempts, number: true, spare: true, cell: ({ attempts }) => formatNumber(attempts) },
    {
      id: "changed",
      name: names.changed,
      number: true,
      cell: ({ changedPartners }) => (changedPartners == null ? common.none : formatNumber(changedPartners)),
    },
    { id: "actions", name: names.actions, cell: (job) => <JobButton job={job} want={want} /> },
  ];
}
