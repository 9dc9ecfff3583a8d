// The dry runs that are kept, the newest first.
import { Link } from "wouter";
import { graphql } from "../../gql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async } from "../../parts/async";
import { DataTable } from "../../parts/data-table";
import { Panel } from "../../parts/page";
import { useList } from "../../parts/use-list";
import { Day, Instant } from "../../parts/values";
import { editions } from "../../texts/editions";
import { JobStatus } from "./job-status";

const DryRuns = graphql(`
  query DryRuns($first: Int, $last: Int, $after: String, $before: String) {
    dryRuns(first: $first, last: $last, after: $after, before: $before) {
      totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges { node { id number editionKey editionName from to job { id status requestedAt requestedBy } } }
    }
  }
`);

export function DryRunList() {
  const { dryRun: texts } = editions;
  const list = useList({ pageSize: 10, prefix: "d." });
  const [answer, ask] = useLiveQuery(DryRuns, list.place, { every: 15_000 });
  return (
    <Panel title={texts.list} wide aside={<span className="muted">{texts.listAbout}</span>}>
      <Async answer={answer} retry={ask} lines={4} list={list}>
        {({ dryRuns }) => (
          <DataTable
            label={texts.list}
            list={list}
            keyOf={({ id }) => id}
            rows={dryRuns?.edges.map(({ node }) => node) ?? []}
            {...(dryRuns && dryRuns.totalCount > 0 ? { page: dryRuns.pageInfo, total: dryRuns.totalCount } : {})}
            empty={texts.none}
            columns={[
              {
                id: "number",
                name: texts.number,
                cell: ({ number }) => <Link href={`/editions/dry-runs/${number}`}>{number}</Link>,
              },
              {
                id: "edition",
                name: texts.edition,
                cell: ({ editionKey, editionName }) => (
                  <>
                    {editionKey} <span className="muted">{editionName}</span>
                  </>
                ),
              },
              {
                id: "days",
                name: texts.days,
                cell: ({ from, to }) => (
                  <>
                    <Day value={from} />
                    {to !== from && (
                      <>
                        {" – "}
                        <Day value={to} />
                      </>
                    )}
                  </>
                ),
              },
              { id: "status", name: texts.status, cell: ({ job }) => <JobStatus status={job.status} /> },
              { id: "asked", name: texts.asked, cell: ({ job }) => <Instant value={job.requestedAt} /> },
            ]}
          />
        )}
      </Async>
    </Panel>
  );
}
