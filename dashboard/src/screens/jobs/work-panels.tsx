// Who computes, and what the calendar asks for next.
import type { WorkersAndScheduleQuery } from "../../gql/graphql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async, Empty } from "../../parts/async";
import { Panel } from "../../parts/page";
import { Instant } from "../../parts/values";
import { jobs } from "../../texts/jobs";
import { whatOf } from "./job-words";
import { EVERY, Work } from "./queries";

export function useWork() {
  return useLiveQuery(Work, {}, { topics: ["jobs"], every: EVERY });
}

interface Props {
  work: ReturnType<typeof useWork>;
}

export function SchedulePanel({ work: [answer, ask] }: Props) {
  const texts = jobs.schedule;
  return (
    <Panel title={texts.title}>
      <p className="muted">{texts.about}</p>
      <Async answer={answer} retry={ask}>
        {({ schedule }) =>
          schedule?.length ? (
            <ul className="queue">
              {schedule.map((work) => (
                <Scheduled key={`${work.kind}${work.month ?? work.from}`} work={work} />
              ))}
            </ul>
          ) : (
            <Empty>{texts.empty}</Empty>
          )
        }
      </Async>
    </Panel>
  );
}

function Scheduled({ work }: { work: NonNullable<WorkersAndScheduleQuery["schedule"]>[number] }) {
  const texts = jobs.schedule;
  return (
    <li>
      <div className="queue-job">
        <p>
          <strong>{whatOf(work)}</strong> {work.late && <span className="badge bad">{texts.late}</span>}
        </p>
        {work.late && <p className="job-error">{texts.lateSays}</p>}
      </div>
      <span className="muted">
        {texts.due} <Instant value={work.dueAt} />
      </span>
    </li>
  );
}

export function WorkersPanel({ work: [answer, ask] }: Props) {
  const texts = jobs.workers;
  return (
    <Panel title={texts.title}>
      <Async answer={answer} retry={ask}>
        {({ workers }) =>
          workers?.length ? (
            <ul className="queue">
              {workers.map((worker) => (
                <Worker key={worker.name} worker={worker} />
              ))}
            </ul>
          ) : (
            <p className="job-error">{texts.empty}</p>
          )
        }
      </Async>
    </Panel>
  );
}

function Worker({ worker }: { worker: NonNullable<WorkersAndScheduleQuery["workers"]>[number] }) {
  const texts = jobs.workers;
  const { name, isThere, startedAt, seenAt, job } = worker;
  return (
    <li>
      <div className="queue-job">
        <p>
          <strong className="mono">{name}</strong>{" "}
          <span className={isThere ? "badge good" : "badge bad"}>{isThere ? texts.there : texts.gone}</span>
        </p>
        <p className="muted">{job ? texts.at(`${jobs.number(job.number)}, ${whatOf(job)}`) : texts.idle}</p>
        <p className="muted">
          {isThere ? texts.since : texts.seen} <Instant value={isThere ? startedAt : seenAt} />
        </p>
      </div>
    </li>
  );
}
