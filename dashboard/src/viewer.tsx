// Who looks: everything below may rely on it.
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from "react";
import { useQuery } from "urql";
import { persisted } from "./api/documents";
import { graphql } from "./gql";
import type { FrameQuery } from "./gql/graphql";
import { Failure, Loading } from "./parts/async";
import { common } from "./texts/common";

const Frame = graphql(`
  query Frame {
    viewer { role partner { id externalId name } }
    calendar { timeZone today lastClosedDay nextDecisionDay nextReportDueOn nextReportLate newestReport { period ranOn revision } }
    program { id name currency }
  }
`);

export interface Viewer {
  role: "OPERATOR" | "PARTNER";
  partner: { id: string; externalId: string; name: string } | null;
  calendar: FrameQuery["calendar"];
  program: FrameQuery["program"];
}

/** Milliseconds after which it is asked again what day it is. */
const EVERY = 300_000;

const Context = createContext<Viewer | null>(null);

export function ViewerProvider({ children }: { children: ReactNode }) {
  const [{ data: newest, error, fetching }, ask] = useQuery({ query: persisted(Frame) });
  const retry = () => ask({ requestPolicy: "network-only" });
  const last = useRef<FrameQuery>(undefined);
  last.current = newest ?? last.current;
  const data = last.current;
  const again = useRef(retry);
  again.current = retry;
  useEffect(() => {
    // A tab that stays open has to go with the days.
    const look = () => document.visibilityState === "visible" && again.current();
    const timer = setInterval(look, EVERY);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  const viewer = useMemo(() => data && viewerOf(data), [data]);
  if (viewer === null) return <p role="alert">{common.signIn.wrongRole}</p>;
  if (!viewer) return error && !fetching ? <Failure error={error} retry={retry} /> : <Loading lines={8} />;
  return <Context value={viewer}>{children}</Context>;
}

/** Null of a role that may look at nothing here. */
function viewerOf({ viewer: { role, partner }, calendar, program }: FrameQuery): Viewer | null {
  return role === "OPERATOR" || role === "PARTNER" ? { role, partner: partner ?? null, calendar, program } : null;
}

export function useViewer(): Viewer {
  const viewer = useContext(Context);
  if (!viewer) throw new Error("useViewer needs a ViewerProvider above it");
  return viewer;
}
