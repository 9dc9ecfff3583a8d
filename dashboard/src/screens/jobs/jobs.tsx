// What workers compute: what runs and waits now, what to ask for, and all that there was.
import { useEffect, useState } from "react";
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
import { JobsNow } from "./queries";

/** Milliseconds after which it is looked for other jobs, and for how far those that run have come. */
const [SLOWLY, SWIFTLY] = [15_000, 2_000];

export function Jobs() {
  const [busy, setBusy] = useState(false);
  const every = busy ? SWIFTLY : SLOWLY;
  const [answer, ask] = useLiveQuery(JobsNow, {}, { topics: ["jobs"], every });
  const { running, queued } = answer.data ?? {};
  const unfinished = (running?.totalCount ?? 0) + (queued?.totalCount ?? 0) > 0;
  useEffect(() => setBusy(unfinished), [unfinished]);
  const [wanted, want] = useState<Wanted | null>(null);
  const [said, say] = useState("");
  return (
    <Page title={common.screens.jobs} about={jobs.about}>
      <p role="status" className="said">
        {said}
      </p>
      <Async answer={answer} retry={() => ask({ requestPolicy: "network-only" })} lines={8}>
        {(now) => (
          <div className="jobs">
            <NowPanel now={now} want={want} />
            {now.calendar && <AskForm lastClosedDay={now.calendar.lastClosedDay} />}
          </div>
        )}
      </Async>
      <ListPanel want={want} every={every} />
      <JobDialog wanted={wanted} onClose={() => want(null)} say={say} />
    </Page>
  );
}
