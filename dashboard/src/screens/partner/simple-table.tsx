// A short table of things that are all there, under its name.
import { type ReactNode, useId } from "react";
import { Empty } from "../../parts/async";
import { type Column, RowsTable } from "../../parts/rows-table";

interface Props<Row> {
  title: string;
  note?: ReactNode;
  rows: readonly Row[];
  keyOf(row: Row): string;
  columns: readonly Column<Row>[];
  empty: ReactNode;
}

export function SimpleTable<Row>({ title, note, rows, keyOf, columns, empty }: Props<Row>) {
  const id = useId();
  return (
    <section className="simple-table">
      <h3 id={id}>{title}</h3>
      {note && <p className="muted">{note}</p>}
      {rows.length === 0 ? (
        <Empty>{empty}</Empty>
      ) : (
        <RowsTable labelledBy={id} rows={rows} keyOf={keyOf} columns={columns} />
      )}
    </section>
  );
}
