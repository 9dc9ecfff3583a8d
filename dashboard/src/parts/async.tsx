// What is shown of a query: its data, or why there are none yet.
import type { CombinedError } from "@urql/core";
import { type ReactNode, useEffect } from "react";
import { codeOf, referenceOf, remedyFor } from "../api/errors";
import { common } from "../texts/common";
import type { List } from "./use-list";

interface Answer<Data> {
  data?: Data | undefined;
  error?: CombinedError | undefined;
  fetching: boolean;
  /** The data are those of an earlier answer. */
  old?: boolean;
}

interface Props<Data> {
  answer: Answer<Data>;
  retry(): void;
  /** Whether what has come is shown where a part has failed: of such a part nothing is there, which says nothing. */
  partial?: boolean;
  /** Lines of text to hold the place of what is loading. */
  lines?: number;
  /** Whose answer it is: what the address asks of it may be refused. */
  list?: List;
  children(data: Data): ReactNode;
}

export function Async<Data>({
  answer: { data, error, fetching, old = false },
  retry,
  partial = false,
  lines = 4,
  list,
  children,
}: Props<Data>) {
  const isLacking = error && !old && !(data && partial);
  const isMisplaced = isRefused(error) && !fetching && list !== undefined && isPlaced(list);
  useEffect(() => {
    // A cursor of another list, or of an order that there was, is a place in none: the list is begun anew.
    if (isMisplaced) list.leaveOut(PLACE.filter((name) => list.get(name)));
  }, [isMisplaced, list]);
  if (isLacking && !fetching && !isMisplaced) return <Failure error={error} retry={retry} reset={list?.reset} />;
  if (isLacking || !data) return <Loading lines={lines} />;
  return (
    <>
      {list && <LeftOut list={list} />}
      {error && <Failure error={error} retry={retry} shown={old ? "old" : "partial"} />}
      {children(data)}
    </>
  );
}

const PLACE = ["after", "before"];

function isPlaced(list: List): boolean {
  return PLACE.some((name) => list.get(name));
}

function isRefused(error: CombinedError | undefined): boolean {
  return error !== undefined && codeOf(error) === "BAD_USER_INPUT";
}

function LeftOut({ list: { leftOut } }: { list: List }) {
  if (leftOut.length === 0) return null;
  const isPlace = leftOut.every((one) => PLACE.some((name) => one.startsWith(`${name}=`)));
  return (
    <p className="remark" role="status">
      {isPlace ? common.leftOut.place : common.leftOut.other(leftOut)}
    </p>
  );
}

export function Loading({ lines = 4 }: { lines?: number }) {
  return (
    <div className="loading" role="status" aria-label={common.states.loading}>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike
        <span key={line} className="loading-line" />
      ))}
    </div>
  );
}

export function Empty({ children = common.states.empty }: { children?: ReactNode }) {
  return <p className="empty">{children}</p>;
}

interface FailureProps {
  error: CombinedError;
  retry(): void;
  /** What is shown all the same: a part, or what was there before. */
  shown?: "partial" | "old";
  /** Takes out of the address what is asked for, if anything is: where that is refused, it is the way on. */
  reset?: (() => void) | null | undefined;
}

export function Failure({ error, retry, shown, reset }: FailureProps) {
  const reference = referenceOf(error);
  // What the server does not understand, as of an address that somebody has written, it never will.
  const canRetry = !isRefused(error);
  return (
    <div className="failure" role={shown === "old" ? "status" : "alert"}>
      <p>
        <strong>{common.states[shown ?? "failed"]}</strong> {remedyFor(error)}
      </p>
      {reference && codeOf(error) === "INTERNAL" && <p>{common.states.reference(reference)}</p>}
      {canRetry && (
        <button type="button" onClick={retry}>
          {common.states.retry}
        </button>
      )}
      {!canRetry && reset && (
        <button type="button" onClick={reset}>
          {common.leftOut.reset}
        </button>
      )}
    </div>
  );
}
