import { useEffect, useMemo, useRef, useState } from "react";
import { createClient } from "../../api/client";
import type { PartnersPageQueryVariables } from "../../gql/graphql";
import { download } from "../../parts/csv";
import { ProgressBar } from "../../parts/page";
import { partners } from "../../texts/partners";
import { useViewer } from "../../viewer";
import type { Column } from "./columns";
import { exportLines } from "./export";

interface Props {
  which: Pick<PartnersPageQueryVariables, "search" | "filter" | "orderBy">;
  columns: readonly Column[];
}

interface Progress {
  done: number;
  total: number;
}

export function ExportButton({ which, columns }: Props) {
  const texts = partners.export;
  const client = useMemo(() => createClient({ keeps: false }), []);
  const { calendar } = useViewer();
  const [progress, setProgress] = useState<Progress | null>(null);
  const [outcome, setOutcome] = useState("");
  const running = useRef<AbortController | null>(null);

  useEffect(() => () => running.current?.abort(), []);

  async function start() {
    running.current = new AbortController();
    const { signal } = running.current;
    setOutcome("");
    setProgress({ done: 0, total: 0 });
    try {
      const onProgress = (done: number, total: number) => setProgress({ done, total });
      const lines = await exportLines({ client, which, columns, signal, onProgress });
      const file = texts.file(calendar?.today ?? "");
      download(file, lines);
      setOutcome(texts.done(lines.length - 1, file));
    } catch {
      setOutcome(signal.aborted ? texts.cancelled : texts.failed);
    }
    setProgress(null);
  }

  return (
    <div className="partners-export">
      {progress ? (
        <>
          <ProgressBar label={texts.label} {...progress} />
          <span className="muted number">{texts.reading(progress.done, progress.total)}</span>
          <button type="button" onClick={() => running.current?.abort()}>
            {texts.cancel}
          </button>
        </>
      ) : (
        <button type="button" onClick={start} title={texts.hint}>
          {texts.start}
        </button>
      )}
      <p role="status" className="muted">
        {outcome}
      </p>
    </div>
  );
}
