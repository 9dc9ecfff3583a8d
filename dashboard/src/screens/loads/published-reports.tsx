// The newest MRR reports, and whether the next one is late.
import { useEffect } from "react";
import { graphql } from "../../gql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async } from "../../parts/async";
import { DataTable } from "../../parts/data-table";
import { formatDay, formatMonth } from "../../parts/format";
import { Panel } from "../../parts/page";
import { useList } from "../../parts/use-list";
import { Day, Money } from "../../parts/values";
import { common } from "../../texts/common";
import { loads } from "../../texts/loads";
import { useViewer } from "../../viewer";
import type { Load } from "./load";

const PublishedReportsQuery = graphql(`
  query PublishedReports($first: Int, $last: Int, $after: String, $before: String) {
    mrrReports(first: $first, last: $last, after: $after, before: $before) {
      totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges { node { id period revision ranOn confirmedBy totals { amount currencyCode } } }
    }
  }
`);

/** Asked for again when a load has ended, which may have published some. */
export function PublishedReports({ of: load }: { of: Load | null }) {
  const list = useList({ pageSize: 12, prefix: "r." });
  const { calendar } = useViewer();
  const [answer, ask] = useLiveQuery(PublishedReportsQuery, list.place, { topics: ["standings", "jobs"] });
  const { published: texts } = loads;
  useEffect(
    () =>
      load?.subscribe(() => {
        if (load.state.phase === "done") ask();
      }),
    [load, ask],
  );
  const due = calendar?.nextReportDueOn;
  return (
    <Panel title={texts.title} wide>
      {due && (
        <p className={calendar.nextReportLate ? "remark" : "muted"}>
          {(calendar.nextReportLate ? texts.late : texts.due)(formatDay(due))}
        </p>
      )}
      <Async answer={answer} retry={ask} lines={6} list={list}>
        {({ mrrReports }) => (
          <DataTable
            label={texts.title}
            list={list}
            keyOf={({ id }) => id}
            rows={mrrReports?.edges.map(({ node }) => node) ?? []}
            {...(mrrReports ? { page: mrrReports.pageInfo, total: mrrReports.totalCount } : {})}
            empty={texts.empty}
            columns={[
              { id: "period", name: texts.month, cell: ({ period }) => formatMonth(`${period}-01`) },
              { id: "revision", name: texts.revision, number: true, cell: ({ revision }) => revision },
              { id: "ranOn", name: texts.ranOn, cell: ({ ranOn }) => <Day value={ranOn} /> },
              {
                id: "totals",
                name: texts.totals,
                number: true,
                cell: ({ totals }) =>
                  totals.map((one) => (
                    <div key={one.currencyCode}>
                      <Money value={one} />
                    </div>
                  )),
              },
              {
                id: "confirmed",
                name: texts.confirmed,
                cell: ({ confirmedBy }) => (confirmedBy ? texts.confirmedBy(confirmedBy) : common.none),
              },
            ]}
          />
        )}
      </Async>
    </Panel>
  );
}
