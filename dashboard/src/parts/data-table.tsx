// A table whose rows the server orders and pages. Order, place and columns stand in the address (use-list.ts).
import {
  type ColumnDef,
  columnVisibilityFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { type FocusEvent, type KeyboardEvent, type ReactNode, useMemo } from "react";
import { common } from "../texts/common";
import { Empty } from "./async";
import { type List, shownOf } from "./use-list";

const features = tableFeatures({ columnVisibilityFeature, rowSortingFeature });

export interface TableColumn<Row> {
  id: string;
  name: string;
  cell(row: Row): ReactNode;
  /** What the server orders by for this column; nothing: it cannot. */
  field?: string;
  number?: boolean;
  /** Not shown until it is chosen. */
  spare?: boolean;
}

export interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor?: string | null;
  endCursor?: string | null;
}

interface Props<Row> {
  label: string;
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[];
  keyOf(row: Row): string;
  list: List;
  page?: PageInfo;
  total?: number;
  /** What the row that is open beside the table has as its key. */
  open?: string | null;
  empty?: ReactNode;
}

export function DataTable<Row extends object>(props: Props<Row>) {
  const { label, columns, rows, keyOf, list, page, total, open, empty } = props;
  const definitions = useMemo(
    () =>
      columns.map(
        ({ id, name, cell, field }): ColumnDef<typeof features, Row> => ({
          id,
          header: name,
          cell: ({ row }) => cell(row.original),
          enableSorting: field !== undefined,
        }),
      ),
    [columns],
  );
  const visible = shownOf(columns, list).map((one) => one.id);
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: keyOf,
    manualSorting: true,
    state: {
      columnVisibility: Object.fromEntries(columns.map(({ id }) => [id, visible.includes(id)])),
      sorting: list.order ? [{ id: list.order.field, desc: list.order.direction === "DESC" }] : [],
    },
  });
  const byId = new Map(columns.map((one) => [one.id, one]));
  return (
    <div className="data-table">
      <div className="table-tools">
        {total !== undefined && (
          <span aria-live="polite" className="muted">
            {common.table.rows(rows.length, total)}
          </span>
        )}
        {columns.some((one) => one.spare) && (
          <details className="menu" onBlur={closeBehind} onKeyDown={closeByKey}>
            <summary>{common.table.columns}</summary>
            <fieldset>
              <legend className="hidden">{common.table.columns}</legend>
              {columns.map(({ id, name }) => (
                <label key={id}>
                  <input
                    type="checkbox"
                    checked={visible.includes(id)}
                    disabled={visible.length === 1 && visible[0] === id}
                    onChange={({ target }) =>
                      list.choose(
                        columns
                          .filter((one) => (one.id === id ? target.checked : visible.includes(one.id)))
                          .map((one) => one.id),
                      )
                    }
                  />
                  {name}
                </label>
              ))}
            </fieldset>
          </details>
        )}
      </div>
      {rows.length === 0 ? (
        <Empty>{page?.hasPreviousPage ? common.table.beyond : empty}</Empty>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        <section className="scroll" aria-label={label} tabIndex={0}>
          <table>
            <thead>
              {table.getHeaderGroups().map((group) => (
                <tr key={group.id}>
                  {group.headers.map((header) => {
                    const column = byId.get(header.column.id);
                    if (!column) return null;
                    const ordered = column.field !== undefined && list.order?.field === column.field;
                    const direction = ordered ? list.order?.direction : undefined;
                    return (
                      <th
                        key={header.id}
                        scope="col"
                        className={column.number ? "number" : undefined}
                        aria-sort={direction && (direction === "ASC" ? "ascending" : "descending")}
                      >
                        {column.field === undefined ? (
                          column.name
                        ) : (
                          <button type="button" className="sort" onClick={() => list.orderBy(column.field ?? "")}>
                            {column.name}
                            <span aria-hidden="true">{direction ? (direction === "ASC" ? " ↑" : " ↓") : ""}</span>
                          </button>
                        )}
                      </th>
                    );
                  })}
                </tr>
              ))}
            </thead>
            <tbody>
              {table.getRowModel().rows.map((row) => (
                <tr key={row.id} className={row.id === open ? "open" : undefined}>
                  {row.getVisibleCells().map((cell) => (
                    <td key={cell.id} className={byId.get(cell.column.id)?.number ? "number" : undefined}>
                      <table.FlexRender cell={cell} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {page && <Pager page={page} list={list} />}
    </div>
  );
}

/** Closes a menu once something else is gone to. */
function closeBehind({ currentTarget: menu, relatedTarget: next }: FocusEvent<HTMLDetailsElement>) {
  if (next && !menu.contains(next)) menu.open = false;
}

function closeByKey({ key, currentTarget: menu }: KeyboardEvent<HTMLDetailsElement>) {
  if (key !== "Escape") return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
}

/** The ways to the pages before and after; nothing where there is one page only. */
export function Pager({ page, list }: { page: PageInfo; list: List }) {
  if (!page.hasNextPage && !page.hasPreviousPage) return null;
  return (
    <nav className="pager" aria-label={common.table.pages}>
      <button
        type="button"
        disabled={!page.hasPreviousPage}
        onClick={() => list.turn({ before: page.startCursor ?? "" })}
      >
        {common.table.previous}
      </button>
      <button type="button" disabled={!page.hasNextPage} onClick={() => list.turn({ after: page.endCursor ?? "" })}>
        {common.table.next}
      </button>
    </nav>
  );
}
