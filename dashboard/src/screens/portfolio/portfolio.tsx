// The first screen: what an operator has to know in the morning, without asking for any of it.
import { graphql } from "../../gql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async } from "../../parts/async";
import { Page } from "../../parts/page";
import "../../styles/portfolio.css";
import { common } from "../../texts/common";
import { portfolio } from "../../texts/portfolio";
import { useViewer } from "../../viewer";
import { FindingDialog } from "./finding-list";
import { FindingsPanel } from "./findings-panel";
import { MoversPanel } from "./movers-panel";
import { NearPanel } from "./near-panel";
import { RiskPanel } from "./risk-panel";
import { State } from "./state";
import { TiersPanel } from "./tiers-panel";
import { WorkPanel } from "./work-panel";

const PortfolioState = graphql(`
  query PortfolioState {
    calendar {
      today lastClosedDay nextDecisionDay nextReportDueOn nextReportLate
      newestReport { period ranOn revision }
    }
    partners(first: 1) { nodes { id dataThrough { newestComputedDay } } }
    running: recomputeJobs(filter: { status: RUNNING }, first: 5) { totalCount nodes { ...PortfolioJob } }
    queued: recomputeJobs(filter: { status: QUEUED }, first: 5) { totalCount nodes { ...PortfolioJob } }
    failed: recomputeJobs(filter: { status: FAILED }, first: 50) { nodes { ...PortfolioJob } }
    schedule { kind month from to dueAt late }
  }

  fragment PortfolioJob on RecomputeJob {
    id kind month from to status cancelRequested attempts error ahead expectedAt finishedAt
    progress { done total }
    chunks { claimed done total }
  }
`);

/** Milliseconds after which it is looked once more: that something is late is told by no event. */
const EVERY = 30_000;

export function Portfolio() {
  const { program, calendar } = useViewer();
  const [working, ask] = useLiveQuery(PortfolioState, {}, { topics: ["jobs", "standings", "tiers"], every: EVERY });
  return (
    <Page
      title={common.screens.portfolio}
      about={program && calendar && portfolio.about(program.name, calendar.timeZone)}
    >
      <div className="portfolio">
        <Async answer={working} retry={ask} partial lines={3}>
          {(state) => <State state={state} />}
        </Async>
        <TiersPanel />
        <MoversPanel />
        <RiskPanel />
        <div className="column">
          {working.data && <WorkPanel state={working.data} />}
          <NearPanel />
        </div>
        <FindingsPanel />
      </div>
      <FindingDialog />
    </Page>
  );
}
