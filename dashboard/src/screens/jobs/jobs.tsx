// What workers compute: what runs and waits now, what to ask for, and all that there was.
import { useState } from "react";
import { useLiveQuery } from "../../live/use-live-query";
import { Async } from "../../parts/async";
import { Page } from "../../parts/page";
import "../../styles/jobs.css";
import { common } from "../../texts/common";
import { jobs } from "../../texts/jobs";
import { AskForm } from "./ask-form";
import { JobDialog, type Wanted } from "./job-action";
import { ListPanel } from "./list-panel";
import { NowPanel } from "./now-panel";
import { EVERY, JobsNow } from "./queries";
import { SchedulePanel, useWork, WorkersPanel } from "./work-panels";

export function Jobs() {
  const [answer, ask] = useLiveQuery(JobsNow, {}, { topics: ["jobs"], every: EVERY });
  const work = useWork();
  const [wanted, want] = useState<Wanted | null>(null);
  const [said, say] = useState("");
  return (
    <Page title={common.screens.jobs} about={jobs.about}>
      <p role="status" className="said">
        {said}
      </p>
      <Async answer={answer} retry={ask} lines={8}>
        {(now) => (
          <div className="jobs">
            <div>
              <NowPanel now={now} want={want} />
              <SchedulePanel work={work} />
            </div>
            <div>
              {now.calendar && <AskForm lastClosedDay={now.calendar.lastClosedDay} />}
              <WorkersPanel work={work} />
            </div>
          </div>
        )}
      </Async>
      <ListPanel want={want} />
      <JobDialog wanted={wanted} onClose={() => want(null)} say={say} />
    </Page>
  );
}
