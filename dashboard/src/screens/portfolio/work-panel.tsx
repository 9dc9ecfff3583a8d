// What runs, and what has failed lately.
import { Link } from "wouter";
import type { PortfolioStateQuery } from "../../gql/graphql";
import { Empty } from "../../parts/async";
import { Panel } from "../../parts/page";
import { Instant } from "../../parts/values";
import { jobs } from "../../texts/jobs";
import { portfolio } from "../../texts/portfolio";
import { JobProgress } from "../jobs/job-progress";
import { isNews, stillWaiting, whatOf } from "../jobs/job-words";

const SHOWN = 5;

export function WorkPanel({ state: { running, queued, failed, schedule } }: { state: PortfolioStateQuery }) {
  const texts = portfolio.work;
  // A part that could not be loaded is told of above; that nothing runs cannot be said without it.
  if (!running || !queued || !failed || !schedule) return null;
  const begun = [...running.nodes, ...stillWaiting(queued.nodes, running.nodes)].slice(0, SHOWN);
  const broken = failed.nodes.filter(({ finishedAt }) => isNews(finishedAt, Date.now())).slice(0, SHOWN);
  const late = schedule.filter((work) => work.late);
  return (
    <Panel title={texts.title} aside={<Link href="/jobs">{texts.all}</Link>}>
      {begun.length + broken.length + late.length === 0 ? (
        <Empty>{texts.empty}</Empty>
      ) : (
        <ul className="work">
          {late.map((work) => (
            <li key={`${work.kind}${work.month ?? work.from}`}>
              <p>
                <strong>{whatOf(work)}</strong> <span className="badge bad">{jobs.schedule.late}</span>
              </p>
              <p className="job-error">{jobs.schedule.lateSays}</p>
            </li>
          ))}
          {begun.map((job) => (
            <li key={job.id}>
              <strong>{whatOf(job)}</strong>
              <JobProgress job={job} />
            </li>
          ))}
          {broken.map((job) => (
            <li key={job.id}>
              <p>
                <strong>{whatOf(job)}</strong> <span className="badge bad">{jobs.statuses.FAILED}</span>{" "}
                <span className="muted">
                  <Instant value={job.finishedAt} />
                </span>
              </p>
              {job.error && <p className="job-error">{job.error}</p>}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
