// What is live: whether changes come, and the number of times that something has changed since the page was opened.

import type { TypedDocumentNode } from "@urql/core";
import type { Client } from "graphql-ws";
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { graphql } from "../gql";
import { signOut } from "../session/session";
import { useViewer } from "../viewer";
import { createSocket } from "./socket";
import { watch } from "./watch";

/** However many changes a recompute makes, what is shown is asked for again at most this often, in milliseconds. */
const QUIET = 1_500;

/** How long, in milliseconds, screens wait for the subscriptions: what is asked after they have begun misses nothing. */
const PATIENCE = 500;

export type Topic = "standings" | "tiers" | "forecasts" | "jobs";
type Revisions = Readonly<Record<Topic, number>>;

type Watched = TypedDocumentNode<unknown, never>;

const WATCHED: Readonly<Record<Exclude<Topic, "jobs">, Watched>> = {
  standings: graphql(`subscription StandingsLive($after: String) { standingChanges(after: $after) { cursor } }`),
  tiers: graphql(`subscription TiersLive($after: String) { tierChanges(after: $after) { cursor } }`),
  forecasts: graphql(`subscription ForecastsLive($after: String) { forecastChanges(after: $after) { cursor } }`),
};
const WATCHED_BY_OPERATORS = { ...WATCHED, jobs: graphql(`subscription JobsLive { jobChanges { id } }`) };

interface Live {
  /** Whether changes come; null before the first connection. */
  live: boolean | null;
  /** Whether screens may ask: the subscriptions have begun, or take long. */
  begun: boolean;
  /** Whether the device has a network at all. */
  online: boolean;
  revisions: Revisions;
  /** At which revision each question was asked last, by its name. */
  asked: Map<string, number>;
  socket: Client;
}

const Context = createContext<Live | null>(null);

export function LiveProvider({ children }: { children: ReactNode }) {
  const socket = useMemo(createSocket, []);
  const watched = useViewer().role === "OPERATOR" ? WATCHED_BY_OPERATORS : WATCHED;
  const [live, setLive] = useState<boolean | null>(null);
  const [revisions, setRevisions] = useState<Revisions>({ standings: 0, tiers: 0, forecasts: 0, jobs: 0 });
  const [begun, setBegun] = useState(false);
  const changed = useRef(new Set<Topic>());
  const [asked] = useState(() => new Map<string, number>());

  useEffect(() => {
    const ended = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const touch = (topic: Topic) => {
      changed.current.add(topic);
      timer ??= setTimeout(() => {
        timer = undefined;
        const topics = [...changed.current];
        changed.current.clear();
        setRevisions((before) => ({ ...before, ...Object.fromEntries(topics.map((one) => [one, before[one] + 1])) }));
      }, QUIET);
    };
    // Of one subscription that begins anew nothing would tell that the others have gone on all the time.
    const unlisten = [socket.on("connected", () => setLive(true)), socket.on("closed", () => setLive(false))];
    const awaited = new Set(Object.keys(WATCHED));
    const begin = () => {
      awaited.clear();
      setBegun(true);
    };
    const patience = setTimeout(begin, PATIENCE);
    for (const [topic, document] of Object.entries(watched) as [Topic, Watched][]) {
      void watch(
        socket,
        document,
        {},
        {
          // The first event says where this begins. What was asked before it may be older.
          onEvent: () => {
            if (!awaited.delete(topic)) touch(topic);
            else if (awaited.size === 0) begin();
          },
          onGap: () => touch(topic),
          onRefused: (code) => (code === "UNAUTHENTICATED" ? signOut("expired") : setLive(false)),
        },
        ended.signal,
      );
    }
    return () => {
      ended.abort();
      for (const stop of unlisten) stop();
      clearTimeout(timer);
      clearTimeout(patience);
      void socket.dispose();
    };
  }, [socket, watched]);

  const online = useSyncExternalStore(listenToNetwork, () => navigator.onLine);
  const value = useMemo(
    () => ({ live: live && online, begun, online, revisions, asked, socket }),
    [live, begun, online, revisions, asked, socket],
  );
  return <Context value={value}>{children}</Context>;
}

function listenToNetwork(listener: () => void): () => void {
  addEventListener("online", listener);
  addEventListener("offline", listener);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
  };
}

export function useLive(): Live {
  const live = useContext(Context);
  if (!live) throw new Error("useLive needs a LiveProvider above it");
  return live;
}
