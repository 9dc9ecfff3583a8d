// What runs, and what waits for its turn.
import type { JobsNowQuery } from "../../gql/graphql";
import { Empty } from "../../parts/async";
import { formatNumber } from "../../parts/format";
import { Panel } from "../../parts/page";
import { Instant } from "../../parts/values";
import { jobs } from "../../texts/jobs";
import { JobButton, type Wanted } from "./job-action";
import { JobProgress } from "./job-progress";
import { stillWaiting, whatOf } from "./job-words";
import type { ShownJob } from "./queries";

interface Props {
  now: JobsNowQuery;
  want(wanted: Wanted): void;
}

export function NowPanel({ now: { running, queued }, want }: Props) {
  const texts = jobs.now;
  const inTurn = (nodes: readonly ShownJob[]) => nodes.toSorted((one, other) => one.ahead - other.ahead);
  const [begun, asked] = [running?.nodes ?? [], queued?.nodes ?? []];
  const waiting = stillWaiting(asked, begun);
  const shown = [...inTurn(begun), ...inTurn(waiting)];
  const runs = running?.totalCount ?? 0;
  const waits = (queued?.totalCount ?? 0) - (asked.length - waiting.length);
  const more = runs + waits - shown.length;
  return (
    <Panel
      title={texts.title}
      aside={<span className="muted">{texts.counts(formatNumber(runs), formatNumber(waits))}</span>}
    >
      {shown.length === 0 ? (
        <Empty>{texts.empty}</Empty>
      ) : (
        <ul className="queue">
          {shown.map((job) => (
            <li key={job.id}>
              <div className="queue-job">
                <p>
                  <strong>{whatOf(job)}</strong>
                </p>
                <p className="muted">
                  {jobs.number(job.number)}, {texts.askedBy(job.requestedBy)} <Instant value={job.requestedAt} />
                </p>
                <JobProgress job={job} />
                {job.error && <p className="job-error">{job.error}</p>}
              </div>
              <JobButton job={job} want={want} />
            </li>
          ))}
        </ul>
      )}
      {more > 0 && <p className="muted">{texts.more(formatNumber(more))}</p>}
    </Panel>
  );
}
