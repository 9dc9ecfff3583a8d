// A plain table of rows that are all there: nothing to sort, nothing to page.
import type { ReactNode } from "react";

export interface Column<Row> {
  name: string;
  of(row: Row): ReactNode;
  number?: boolean;
}

interface Props<Row> {
  /** The id of the element that names it. */
  labelledBy: string;
  rows: readonly Row[];
  keyOf(row: Row): string;
  columns: readonly Column<Row>[];
}

export function RowsTable<Row>({ labelledBy, rows, keyOf, columns }: Props<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section className="scroll" aria-labelledby={labelledBy} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map(({ name, number }) => (
              <th key={name} scope="col" className={number ? "number" : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ name, of, number }) => (
                <td key={name} className={number ? "number" : undefined}>
                  {of(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
