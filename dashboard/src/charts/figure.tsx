// A chart as everybody can read it: a caption that says the finding, a picture, and the same rows as a table.
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { type Column, RowsTable } from "../parts/rows-table";
import { common } from "../texts/common";

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
      <div ref={box} className="figure-body" style={table ? undefined : { minHeight: height }}>
        {table ? (
          <RowsTable labelledBy={captionId} rows={rows} keyOf={keyOf} columns={columns} />
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
