// Loads: a file, what it would do, how it goes, and what was rejected and why.
import { useCallback, useEffect, useRef, useState } from "react";
import { Page } from "../../parts/page";
import "../../styles/loads.css";
import { common } from "../../texts/common";
import { loads } from "../../texts/loads";
import { DropPanel } from "./drop";
import { Plan } from "./plan";
import { PublishedReports } from "./published-reports";
import { NotRecords } from "./read";
import { Running } from "./running";
import { type Survey, survey } from "./survey";
import { useDrop, useLoad } from "./use-load";

export type Looking =
  | { at: "nothing"; failure: string | null }
  | { at: "reading"; name: string; lines: number }
  | { at: "plan"; survey: Survey };

const NOTHING: Looking = { at: "nothing", failure: null };

export function Loads() {
  const { load, start, clear } = useLoad();
  const [looking, setLooking] = useState<Looking>(NOTHING);
  const reading = useRef<AbortController | null>(null);
  useEffect(() => () => reading.current?.abort(), []);

  const look = useCallback((file: File) => {
    reading.current?.abort();
    const mine = new AbortController();
    reading.current = mine;
    setLooking({ at: "reading", name: file.name, lines: 0 });
    survey(file, ({ lines }) => setLooking({ at: "reading", name: file.name, lines }), mine.signal).then(
      (found) => !mine.signal.aborted && setLooking({ at: "plan", survey: found }),
      (error) => {
        if (mine.signal.aborted) return;
        setLooking({ at: "nothing", failure: error instanceof NotRecords ? error.message : loads.drop.unreadable });
      },
    );
  }, []);
  useDrop(load ? null : look);

  return (
    <Page title={common.screens.loads} about={loads.about}>
      <div className="loads">
        {load ? (
          <Running
            load={load}
            onAgain={() => {
              clear();
              setLooking(NOTHING);
            }}
          />
        ) : looking.at === "plan" ? (
          <Plan survey={looking.survey} onStart={() => start(looking.survey)} onOther={() => setLooking(NOTHING)} />
        ) : (
          <DropPanel
            looking={looking}
            onFile={look}
            onCancel={() => {
              reading.current?.abort();
              setLooking(NOTHING);
            }}
          />
        )}
        <PublishedReports of={load} />
      </div>
    </Page>
  );
}
