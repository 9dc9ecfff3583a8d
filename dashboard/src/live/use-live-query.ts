// A query that is asked again when what it shows has changed.
import type { TypedDocumentNode } from "@urql/core";
import { useEffect, useRef } from "react";
import { type UseQueryResponse, useQuery } from "urql";
import { persisted } from "../api/documents";
import { type Topic, useLive } from "./live";

interface Options {
  /** What changes the answer; nothing: it is asked once. */
  topics?: readonly Topic[];
  pause?: boolean;
  /** Milliseconds after which it is asked again whatever happens, while the tab is seen. */
  every?: number;
}

/** As urql's `useQuery`; while a newer answer is awaited, the last one stays. */
export function useLiveQuery<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  { topics = [], pause = false, every }: Options = {},
): UseQueryResponse<Data, Variables> {
  const { revisions } = useLive();
  // biome-ignore lint/suspicious/noExplicitAny: urql's arguments differ by whether there are variables
  const [result, ask] = useQuery<Data, Variables>({ query: persisted(document), variables, pause } as any);
  const revision = topics.reduce((sum, topic) => sum + revisions[topic], 0);
  const shown = useRef(revision);

  useEffect(() => {
    if (shown.current === revision || pause) return;
    shown.current = revision;
    ask({ requestPolicy: "network-only" });
  }, [revision, pause, ask]);

  useEffect(() => {
    if (!every || pause) return;
    const timer = setInterval(() => {
      if (document && globalThis.document.visibilityState === "visible") ask({ requestPolicy: "network-only" });
    }, every);
    return () => clearInterval(timer);
  }, [every, pause, ask, document]);

  return [result, ask];
}
