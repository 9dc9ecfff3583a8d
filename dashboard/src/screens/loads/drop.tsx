// Where a file is chosen or dropped, and how far reading it has come.
import { useId } from "react";
import { Panel } from "../../parts/page";
import { common } from "../../texts/common";
import { loads } from "../../texts/loads";
import type { Looking } from "./loads";

interface Props {
  looking: Exclude<Looking, { at: "plan" }>;
  onFile(file: File): void;
  onCancel(): void;
}

export function DropPanel({ looking, onFile, onCancel }: Props) {
  const id = useId();
  const { drop } = loads;
  return (
    <Panel title={drop.title} wide>
      {looking.at === "reading" ? (
        <div className="drop-zone" role="status">
          <p>{drop.reading(looking.name)}</p>
          <p className="number muted">{drop.read(looking.lines)}</p>
          <button type="button" onClick={onCancel}>
            {common.cancel}
          </button>
        </div>
      ) : (
        <>
          {looking.failure && (
            <p className="failure" role="alert">
              <strong>{drop.failed}</strong> {looking.failure}
            </p>
          )}
          <div className="drop-zone">
            <input
              id={id}
              className="hidden"
              type="file"
              accept=".ndjson,.jsonl,.json,.gz,application/x-ndjson,application/json,application/gzip"
              onChange={({ target }) => {
                const [file] = target.files ?? [];
                if (file) onFile(file);
                target.value = ""; // the same file can be chosen again
              }}
            />
            <label htmlFor={id} className="button primary">
              {drop.choose}
            </label>
            <p>{drop.hint}</p>
            <p className="muted">{drop.takes}</p>
          </div>
        </>
      )}
    </Panel>
  );
}
