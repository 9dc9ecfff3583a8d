// The columns: each is shown in the table as people read it, and written to files exactly.
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { PartnersEditionQuery } from "../../gql/graphql";
import type { TableColumn } from "../../parts/data-table";
import { partnerPath } from "../../parts/links";
import { formatMetric } from "../../parts/metrics";
import { Change, Day, TierBadge } from "../../parts/values";
import { common } from "../../texts/common";
import { partners as texts } from "../../texts/partners";
import { metricField } from "./filter";
import type { Row } from "./queries";

export interface Column extends TableColumn<Row> {
  /** What heads it in a file. */
  heading: string;
  /** The exact value, for a file; empty where there is none. */
  text(row: Row): string;
}

type Metric = NonNullable<PartnersEditionQuery["edition"]>["metrics"][number];

/** So many metrics are shown before any columns are chosen; of those that only say yes or no, none. */
const USUAL_METRICS = 4;

export function columnsOf(metrics: readonly Metric[], open: (externalId: string) => void): Column[] {
  const { columns } = texts;
  return [
    column(
      "name",
      (row) => row.name,
      (row) => <PartnerLink row={row} open={open} />,
      { field: "NAME" },
    ),
    column("externalId", (row) => row.externalId, null, { field: "EXTERNAL_ID", spare: true }),
    column(
      "tier",
      (row) => row.tier?.name ?? common.tier.none,
      (row) => <TierBadge tier={row.tier} />,
      { field: "TIER" },
    ),
    day("tierSince", (row) => row.tierSince, { spare: true }),
    column(
      "change",
      (row) => {
        const last = lastChange(row);
        return last ? common.tier.change[last.change] : "";
      },
      (row) => {
        const last = lastChange(row);
        return last ? <Change kind={last.change} /> : <Absent />;
      },
    ),
    column(
      "performingTier",
      (row) => (row.standing ? (row.standing.performingTier?.name ?? common.tier.none) : ""),
      (row) => (row.standing ? <TierBadge tier={row.standing.performingTier} /> : <Absent />),
    ),
    column(
      "nextTier",
      (row) => row.standing?.nextTier?.name ?? "",
      (row) => (row.standing?.nextTier ? <TierBadge tier={row.standing.nextTier} /> : <Absent />),
      { spare: true },
    ),
    ...metrics.map((metric, place) => metricColumn(metric, metric.unit === "FLAG" || place >= USUAL_METRICS)),
    day("certifiedUntil", (row) => row.certifiedUntil, { field: "CERTIFIED_UNTIL" }),
    column(
      "provisional",
      (row) => (row.standing ? texts.provisional[row.standing.provisional ? "yes" : "no"] : ""),
      null,
      { spare: true },
    ),
    column(
      "country",
      (row) => row.country ?? "",
      (row) => <Country code={row.country} />,
      { field: "COUNTRY" },
    ),
    day("joinedOn", (row) => row.joinedOn, { field: "JOINED_ON", spare: true }),
    day("asOf", (row) => row.standing?.asOf, { spare: true }),
  ];

  function column(
    id: keyof typeof columns,
    text: (row: Row) => string,
    cell: ((row: Row) => ReactNode) | null,
    more: Partial<Column> = {},
  ): Column {
    return {
      id,
      name: columns[id],
      heading: columns[id],
      text,
      cell: cell ?? ((row) => text(row) || <Absent />),
      ...more,
    };
  }

  function day(
    id: keyof typeof columns,
    of: (row: Row) => string | null | undefined,
    more: Partial<Column> = {},
  ): Column {
    return column(
      id,
      (row) => of(row) ?? "",
      (row) => <Day value={of(row)} />,
      more,
    );
  }
}

function metricColumn(metric: Metric, spare: boolean): Column {
  const { key, name, unit, currencyCode } = metric;
  const of = (row: Row) => row.standing?.metrics.find((one) => one.metric.key === key);
  return {
    id: metricField(key),
    name,
    heading: unit === "MONEY" && currencyCode ? texts.export.inCurrency(name, currencyCode) : name,
    field: metricField(key),
    number: true,
    spare,
    cell: (row) => formatMetric(of(row)?.value, of(row)?.metric ?? metric),
    text: (row) => {
      const found = of(row);
      if (found?.value == null) return "";
      if (unit === "FLAG") return formatMetric(found.value, found.metric);
      // By another edition than the one in force it may be of another currency than the heading says.
      const foreign = unit === "MONEY" && found.metric.currencyCode !== currencyCode;
      return foreign ? `${found.value} ${found.metric.currencyCode}` : found.value;
    },
  };
}

/** Opens the partner beside the list; in a new tab or window, its page. */
function PartnerLink({ row, open }: { row: Row; open(externalId: string): void }) {
  return (
    <Link
      href={partnerPath(row.externalId)}
      className="row-link"
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        open(row.externalId);
      }}
    >
      {row.name}
    </Link>
  );
}

function Country({ code }: { code: string | null | undefined }) {
  if (!code) return <Absent />;
  return <abbr title={countryName(code)}>{code}</abbr>;
}

export function countryName(code: string): string {
  return new Intl.DisplayNames(undefined, { type: "region", fallback: "code" }).of(code) ?? code;
}

function Absent() {
  return <span className="absent">{common.none}</span>;
}

function lastChange(row: Row) {
  return row.tierHistory.nodes[0];
}
