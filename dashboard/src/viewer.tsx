// Who looks: everything below may rely on it.
import { createContext, type ReactNode, useContext } from "react";
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

const Context = createContext<Viewer | null>(null);

export function ViewerProvider({ children }: { children: ReactNode }) {
  const [{ data, error, fetching }, ask] = useQuery({ query: persisted(Frame) });
  const retry = () => ask({ requestPolicy: "network-only" });
  if (!data) return error && !fetching ? <Failure error={error} retry={retry} /> : <Loading lines={8} />;
  const { role, partner } = data.viewer;
  if (role !== "OPERATOR" && role !== "PARTNER") return <p role="alert">{common.signIn.wrongRole}</p>;
  return (
    <Context value={{ role, partner: partner ?? null, calendar: data.calendar, program: data.program }}>
      {children}
    </Context>
  );
}

export function useViewer(): Viewer {
  const viewer = useContext(Context);
  if (!viewer) throw new Error("useViewer needs a ViewerProvider above it");
  return viewer;
}
