// What everything else rests on: when tiers change next, through when data are, what runs and what failed.
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { PortfolioStateQuery } from "../../gql/graphql";
import { useLiveQuery } from "../../live/use-live-query";
import { daysBetween } from "../../parts/days";
import { formatDay, formatMonth, formatNumber } from "../../parts/format";
import { Day } from "../../parts/values";
import { portfolio } from "../../texts/portfolio";
import { isNews } from "../jobs/job-words";
import { FindingCounts } from "./findings-panel";

export function State({
  state: { calendar, partners, running, queued, failed, schedule },
}: {
  state: PortfolioStateQuery;
}) {
  const texts = portfolio.state;
  const through = partners?.nodes[0]?.dataThrough.newestComputedDay;
  return (
    <dl className="state" aria-label={texts.label}>
      {calendar && (
        <>
          <Tile name={texts.decision} value={calendar.nextDecisionDay && <Day value={calendar.nextDecisionDay} />}>
            {calendar.nextDecisionDay
              ? texts.inDays(daysBetween(calendar.today, calendar.nextDecisionDay))
              : texts.noDecision}
          </Tile>
          {partners && <Through through={through} lastClosed={calendar.lastClosedDay} />}
          <Tile
            name={texts.report}
            value={calendar.newestReport && formatMonth(`${calendar.newestReport.period}-01`)}
            warns={calendar.nextReportLate}
          >
            {calendar.nextReportLate
              ? texts.late(formatDay(calendar.nextReportDueOn))
              : calendar.newestReport
                ? texts.due(formatDay(calendar.nextReportDueOn))
                : texts.noReport}
          </Tile>
        </>
      )}
      {running && queued && failed && schedule && (
        <Jobs
          running={running.totalCount}
          queued={queued.totalCount}
          failed={failed.nodes}
          late={schedule.filter((work) => work.late).length}
        />
      )}
      <Doubtful />
    </dl>
  );
}

function Through({ through, lastClosed }: { through: string | null | undefined; lastClosed: string }) {
  const texts = portfolio.state;
  const behind = through ? daysBetween(through, lastClosed) : 0;
  return (
    <Tile name={texts.data} value={through && <Day value={through} />} warns={!through || behind > 0}>
      {!through ? texts.noData : behind > 0 ? texts.behind(behind) : texts.upToDate}
    </Tile>
  );
}

interface JobsProps {
  running: number;
  queued: number;
  failed: readonly { finishedAt?: string | null }[];
  /** How many of the calendar's should have begun. */
  late: number;
}

function Jobs({ running, queued, failed, late }: JobsProps) {
  const texts = portfolio.state;
  const news = failed.filter(({ finishedAt }) => isNews(finishedAt, Date.now())).length;
  return (
    <Tile
      name={texts.work}
      value={<Link href="/jobs">{running > 0 ? texts.running(formatNumber(running)) : texts.idle}</Link>}
      warns={news + late > 0}
    >
      {late > 0 && `${texts.lateJobs(late)}. `}
      {queued > 0 && `${texts.waiting(formatNumber(queued))}. `}
      {news > 0 ? <Link href="/jobs?status=FAILED">{texts.failed(formatNumber(news))}</Link> : texts.fine}
    </Tile>
  );
}

function Doubtful() {
  const texts = portfolio.state;
  const [{ data }] = useLiveQuery(FindingCounts, {});
  const counts = data?.portfolio?.findingCounts;
  if (!counts) return null;
  const looked = counts.filter(({ count }) => count != null);
  const sum = (some: typeof looked) => some.reduce((before, { count }) => before + (count ?? 0), 0);
  const [all, severe] = [sum(looked), sum(looked.filter(({ severity }) => severity === "HIGH"))];
  const value = severe > 0 ? texts.severe(formatNumber(severe)) : all > 0 ? texts.inAll(formatNumber(all)) : null;
  return (
    <Tile name={texts.doubtful} value={value && <a href="#findings">{value}</a>} warns={severe > 0}>
      {looked.length === 0
        ? texts.notLooked
        : all === 0
          ? texts.nothingDoubtful
          : severe > 0 && texts.inAll(formatNumber(all))}
    </Tile>
  );
}

interface TileProps {
  name: string;
  value: ReactNode;
  /** Something is late, or has failed. */
  warns?: boolean;
  children: ReactNode;
}

function Tile({ name, value, warns = false, children }: TileProps) {
  return (
    <div className={warns ? "tile warns" : "tile"}>
      <dt>{name}</dt>
      <dd>
        {value && <strong>{value}</strong>}
        <span>{children}</span>
      </dd>
    </div>
  );
}
