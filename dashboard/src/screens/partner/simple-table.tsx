// A short table of things that are all there, under its name.
import { type ReactNode, useId } from "react";
import type { Column } from "../../charts/figure";
import { Empty } from "../../parts/async";

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
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        <section className="scroll" aria-labelledby={id} tabIndex={0}>
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
      )}
    </section>
  );
}
