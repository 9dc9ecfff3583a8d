// What is shown of a query: its data, or why there are none yet.
import type { CombinedError } from "@urql/core";
import type { ReactNode } from "react";
import { codeOf, referenceOf, remedyFor } from "../api/errors";
import { common } from "../texts/common";

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
  children(data: Data): ReactNode;
}

export function Async<Data>({
  answer: { data, error, fetching, old = false },
  retry,
  partial = false,
  lines = 4,
  children,
}: Props<Data>) {
  const isLacking = error && !old && !(data && partial);
  if (isLacking && !fetching) return <Failure error={error} retry={retry} />;
  if (isLacking || !data) return <Loading lines={lines} />;
  return (
    <>
      {error && <Failure error={error} retry={retry} shown={old ? "old" : "partial"} />}
      {children(data)}
    </>
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
}

export function Failure({ error, retry, shown }: FailureProps) {
  const reference = referenceOf(error);
  // What the server does not understand, as of an address that somebody has written, it never will.
  const canRetry = codeOf(error) !== "BAD_USER_INPUT";
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
    </div>
  );
}
