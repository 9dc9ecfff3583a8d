// All programs with their editions, which every screen about editions begins from.
import type { ReactNode } from "react";
import { graphql } from "../../gql";
import type { EditionProgramsQuery } from "../../gql/graphql";
import { useLiveQuery } from "../../live/use-live-query";
import { Async, Empty } from "../../parts/async";
import { Page } from "../../parts/page";
import { common } from "../../texts/common";
import { editions } from "../../texts/editions";
import { useViewer } from "../../viewer";
import { type Found, findEdition } from "./links";

const EditionPrograms = graphql(`
  query EditionPrograms {
    programs {
      id
      key
      name
      currency
      editions { id key name status effectiveFrom effectiveUntil changedAt changedBy }
    }
    program { id key }
  }
`);

/** Milliseconds after which they are looked at once more: no event tells of drafts and publications of others. */
const EVERY = 30_000;

export type ProgramData = NonNullable<EditionProgramsQuery["programs"]>[number];
export type EditionRow = ProgramData["editions"][number];

export interface Programs {
  programs: readonly ProgramData[];
  /** The key of the program by which partners are decided. */
  deciding: string | undefined;
  today: string;
}

export function WithPrograms({ children }: { children(programs: Programs): ReactNode }) {
  const [answer, ask] = useLiveQuery(EditionPrograms, {}, { every: EVERY });
  const { calendar } = useViewer();
  return (
    <Async answer={answer} retry={ask} lines={8}>
      {({ programs, program }) =>
        children({ programs: programs ?? [], deciding: program?.key, today: calendar?.today ?? "" })
      }
    </Async>
  );
}

interface WithEditionProps {
  named: string;
  children(found: Found<EditionRow>, programs: Programs): ReactNode;
}

export function WithEdition({ named, children }: WithEditionProps) {
  return (
    <WithPrograms>
      {(programs) => {
        const found = findEdition(programs.programs, named, programs.deciding);
        return found ? (
          children(found as Found<EditionRow>, programs)
        ) : (
          <Page title={common.screens.editions}>
            <Empty>{editions.view.unknown(named)}</Empty>
          </Page>
        );
      }}
    </WithPrograms>
  );
}
