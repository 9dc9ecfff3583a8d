// What checking a text has found: a line each, which leads to its place in the text.
import { editions } from "../../texts/editions";
import { lineOf, withoutSource } from "./places";
import type { Check, Checked } from "./use-check";

interface Props {
  check: Check & { checking: boolean };
  text: string;
  goTo(line: number): void;
}

export function Findings({ check: { found, of, failure, checking }, text, goTo }: Props) {
  const { check } = editions;
  const groups = found
    ? [
        { title: check.errors, kind: "bad", messages: found.userErrors.map(({ message }) => message) },
        { title: check.notApplied, kind: "warn", messages: found.notApplied },
        { title: check.warnings, kind: "warn", messages: found.warnings },
      ]
    : [];
  return (
    <section className="checks" aria-labelledby="findings">
      <header>
        <h2 id="findings">{check.title}</h2>
        <span className="muted" role="status">
          {checking ? check.checking : ""}
        </span>
      </header>
      {failure && <p className="failure">{`${check.failed} ${failure}`}</p>}
      {found && (
        <p className={found.userErrors.length === 0 ? "headline good" : "headline bad"} aria-live="polite">
          {found.userErrors.length === 0 ? check.fine : check.finding(found.userErrors.length)}
        </p>
      )}
      {groups
        .filter(({ messages }) => messages.length > 0)
        .map(({ title, kind, messages }) => (
          <div key={title}>
            <h3>{title}</h3>
            <ul className={`messages ${kind}`}>
              {messages.map((message) => {
                const line = lineOf(message, of ?? text);
                return (
                  <li key={message}>
                    {line !== null && (
                      <button type="button" className="quiet" onClick={() => goTo(line)}>
                        {check.line(line)}
                      </button>
                    )}
                    <span>{withoutSource(message)}</span>
                  </li>
                );
              })}
            </ul>
          </div>
        ))}
      {found?.decidedAnew && (
        <div>
          <h3>{check.anew}</h3>
          <DecidedAnew anew={found.decidedAnew} />
        </div>
      )}
    </section>
  );
}

export function DecidedAnew({ anew }: { anew: NonNullable<Checked["decidedAnew"]> }) {
  const { anew: t } = editions;
  const { days, decisions } = anew;
  return (
    <>
      {!days && !decisions && <p>{t.none}</p>}
      {days && <p>{t.days(days.first, days.last)}</p>}
      {decisions && <p>{t.decisions(decisions.first, decisions.last)}</p>}
    </>
  );
}

/** The lines that have something to mend. */
export function markedIn(found: Checked | null, text: string | null): ReadonlySet<number> {
  const lines = new Set<number>();
  if (text !== null)
    for (const { message } of found?.userErrors ?? []) {
      const line = lineOf(message, text);
      if (line !== null) lines.add(line);
    }
  return lines;
}
