// All partners as a table that the server searches, filters, orders and pages. A row opens the partner beside it.
import { useMemo } from "react";
import { useQuery } from "urql";
import { Link, useSearchParams } from "wouter";
import { persisted } from "../../api/documents";
import { useLiveQuery } from "../../live/use-live-query";
import { Async, Failure } from "../../parts/async";
import { DataTable } from "../../parts/data-table";
import { formatDay } from "../../parts/format";
import { Dialog, Page } from "../../parts/page";
import { shownOf, useList } from "../../parts/use-list";
import { common } from "../../texts/common";
import { partners as texts } from "../../texts/partners";
import "../../styles/partners.css";
import { partnerPath } from "../../parts/links";
import { PartnerSummary } from "../partner/partner-summary";
import { columnsOf } from "./columns";
import { ExportButton } from "./export-button";
import { FILTERS, filterOf, KNOWN, orderOf } from "./filter";
import { Filters } from "./filters";
import { PartnersEdition, PartnersPage } from "./queries";

const USUAL = { field: "NAME", direction: "ASC" } as const;

export function Partners() {
  const [address, setAddress] = useSearchParams();
  const searched = address.has("q");
  // What is searched for comes by how well it fits, unless an order is chosen.
  const list = useList({ known: KNOWN, ...(searched ? {} : { order: USUAL }) });
  const which = {
    search: list.get("q") || null,
    filter: filterOf(list.get),
    orderBy: orderOf(list.order),
  };
  const [edition, askEdition] = useQuery({ query: persisted(PartnersEdition) });
  const [answer, ask] = useLiveQuery(
    PartnersPage,
    { ...which, ...list.place },
    { topics: ["standings", "tiers", "forecasts"] },
  );
  const open = address.get("open");
  const changeAddress = (change: (next: URLSearchParams) => void, replace = false) =>
    setAddress(
      (before) => {
        const next = new URLSearchParams(before);
        change(next);
        return next;
      },
      { replace },
    );
  const metrics = edition.data?.edition?.metrics;
  // biome-ignore lint/correctness/useExhaustiveDependencies: opening changes the address as it is then
  const columns = useMemo(
    () => columnsOf(metrics ?? [], (id) => changeAddress((next) => next.set("open", id))),
    [metrics],
  );
  const rows = answer.data?.partners?.nodes;
  const opened = rows?.find((row) => row.externalId === open);
  const asOf = rows?.find((row) => row.standing)?.standing?.asOf;
  return (
    <Page
      title={common.screens.partners}
      about={asOf ? texts.about(formatDay(asOf)) : undefined}
      actions={<ExportButton which={which} columns={shownOf(columns, list)} />}
    >
      <Filters
        list={list}
        edition={edition.data?.edition ?? null}
        clear={() => list.setAll(Object.fromEntries(FILTERS.map((name) => [name, null])))}
      />
      {edition.error && (
        <Failure error={edition.error} retry={() => askEdition({ requestPolicy: "network-only" })} shown="partial" />
      )}
      <section className="panel partners" aria-busy={answer.fetching}>
        <Async answer={answer} retry={ask} lines={16} list={list}>
          {(data) =>
            data.partners && (
              <DataTable
                label={texts.table}
                columns={columns}
                rows={data.partners.nodes}
                keyOf={(row) => row.externalId}
                list={list}
                page={data.partners.pageInfo}
                total={data.partners.totalCount}
                open={open}
                empty={FILTERS.some((name) => list.get(name)) ? texts.empty : texts.none}
              />
            )
          }
        </Async>
      </section>
      <Dialog
        side
        title={opened?.name ?? texts.summary}
        open={open !== null}
        onClose={() => changeAddress((next) => next.delete("open"), true)}
      >
        {open !== null && (
          <div className="partners-beside">
            <p className="actions">
              <Link href={partnerPath(open)}>{texts.wholePage}</Link>
              <Link href={`${partnerPath(open)}/what-if`}>{common.screens.whatIf}</Link>
            </p>
            <PartnerSummary externalId={open} />
          </div>
        )}
      </Dialog>
    </Page>
  );
}
