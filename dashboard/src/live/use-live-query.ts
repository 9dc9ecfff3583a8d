// A query that is asked again when what it shows has changed.
import { createRequest, type TypedDocumentNode } from "@urql/core";
import { useCallback, useEffect, useRef } from "react";
import { type UseQueryState, useQuery } from "urql";
import { persisted } from "../api/documents";
import { isAway, retryAfter } from "../api/errors";
import { type Topic, useLive } from "./live";

interface Options {
  /** What changes the answer; nothing: it is asked once. */
  topics?: readonly Topic[];
  pause?: boolean;
  /** Milliseconds after which it is asked again whatever happens, while the tab is seen. */
  every?: number;
}

export type LiveAnswer<Data, Variables extends Record<string, unknown>> = UseQueryState<Data, Variables> & {
  /** The data are those of an earlier answer: asking again has failed. */
  old: boolean;
};

export type LiveResponse<Data, Variables extends Record<string, unknown>> = readonly [
  LiveAnswer<Data, Variables>,
  /** Asks once more. */
  () => void,
];

/**
 * As urql's `useQuery`; while a newer answer is awaited, the last one stays, and so it does where asking again fails. What
 * may work a moment later is asked again by itself.
 */
export function useLiveQuery<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  { topics = [], pause = false, every }: Options = {},
): LiveResponse<Data, Variables> {
  const { revisions, live, asked } = useLive();
  const revision = topics.reduce((sum, topic) => sum + revisions[topic], 0);
  const query = persisted(document);
  const name = `${createRequest(query, variables).key} ${topics.join()}`;
  // What was shown before, here or on another screen, comes back at once, and is asked for anew where it may be old.
  const begun = useRef<{ name: string; isOld: boolean }>(null);
  if (!pause && begun.current?.name !== name) {
    begun.current = { name, isOld: every !== undefined || (asked.get(name) ?? revision) < revision };
    asked.set(name, revision);
  }
  const requestPolicy = begun.current?.isOld ? "cache-and-network" : "cache-first";
  // biome-ignore lint/suspicious/noExplicitAny: urql's arguments differ by whether there are variables
  const [result, execute] = useQuery<Data, Variables>({ query, variables, pause, requestPolicy } as any);
  const latest = useRef(execute);
  latest.current = execute;
  const ask = useCallback(() => latest.current({ requestPolicy: "network-only" }), []);

  // One question at a time: of two under way, the older answer could come last.
  const isAsking = result.fetching || result.stale;
  const asking = useRef(isAsking);
  asking.current = isAsking;
  useEffect(() => {
    // Whoever else shows the same answer may have asked already.
    if (pause || isAsking || (asked.get(name) ?? revision) >= revision) return;
    asked.set(name, revision);
    ask();
  }, [revision, pause, isAsking, name, asked, ask]);

  useEffect(() => {
    if (!every || pause) return;
    const timer = setInterval(() => {
      if (globalThis.document.visibilityState === "visible" && !asking.current) ask();
    }, every);
    return () => clearInterval(timer);
  }, [every, pause, ask]);

  const { error, fetching } = result;
  useEffect(() => {
    const wait = error && !fetching ? retryAfter(error) : null;
    if (wait === null || pause || live === false) return;
    const timer = setTimeout(ask, wait * 1_000);
    return () => clearTimeout(timer);
  }, [error, fetching, pause, live, ask]);

  return [useKept(result, live), ask];
}

/** The answer; with the data of the one before where the newest to the same question is none, or lacks a part. */
function useKept<Data, Variables extends Record<string, unknown>>(
  result: UseQueryState<Data, Variables>,
  live: boolean | null,
): LiveAnswer<Data, Variables> {
  const last = useRef<{ key: number | undefined; data: Data }>(null);
  const { data, error, fetching } = result;
  const key = result.operation?.key;
  if (data && !error && !fetching) last.current = { key, data };
  if (!error || !last.current || last.current.key !== key) return { ...result, old: false };
  // Where the connection is lost, the banner says it once for all that is shown.
  const { error: _, ...rest } = result;
  const isSaid = live === false && isAway(error);
  return { ...rest, ...(isSaid ? {} : { error }), data: last.current.data, old: true };
}
