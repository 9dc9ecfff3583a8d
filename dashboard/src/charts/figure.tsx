// A chart as everybody can read it: a caption that says the finding, a picture, and the same rows as a table.
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { common } from "../texts/common";

export interface Column<Row> {
  name: string;
  of(row: Row): ReactNode;
  number?: boolean;
}

interface Props<Row> {
  /** The finding, in a sentence. */
  caption: string;
  rows: readonly Row[];
  keyOf(row: Row): string;
  columns: readonly Column<Row>[];
  /** Draws the picture for a width in CSS pixels. */
  children(width: number): ReactNode;
  height: number;
}

export function Figure<Row>({ caption, rows, keyOf, columns, children, height }: Props<Row>) {
  const [table, setTable] = useState(false);
  const [box, width] = useWidth();
  const captionId = useId();
  return (
    <figure className="figure" aria-labelledby={captionId}>
      <figcaption id={captionId}>{caption}</figcaption>
      <div ref={box} className="figure-body">
        {table ? (
          <section className="scroll" {...SCROLLABLE} aria-labelledby={captionId}>
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
        ) : (
          width > 0 && (
            <svg
              role="img"
              aria-labelledby={captionId}
              width={width}
              height={height}
              viewBox={`0 0 ${width} ${height}`}
            >
              {children(width)}
            </svg>
          )
        )}
      </div>
      <button type="button" className="quiet" aria-pressed={table} onClick={() => setTable(!table)}>
        {table ? common.figure.chart : common.figure.table}
      </button>
    </figure>
  );
}

// What scrolls has to be reached by keyboard.
const SCROLLABLE = { tabIndex: 0 } as const;

function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return [box, width] as const;
}
