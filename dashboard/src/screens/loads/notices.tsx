// Lines that are rejected, or that are odd: by reason first, then each with its line.
import { csvLine, download } from "../../parts/csv";
import { formatNumber } from "../../parts/format";
import { Panel } from "../../parts/page";
import { loads } from "../../texts/loads";
import type { Notice } from "./survey";

const SHOWN = 100;
const REASONS = 10;

interface Props {
  kind: "rejected" | "warnings";
  notices: readonly Notice[];
  /** How many there are, also of those that are not kept. */
  total: number;
  /** Of the file. */
  name: string;
}

export function Notices({ kind, notices, total, name }: Props) {
  const { notices: texts } = loads;
  if (total === 0) return null;
  const title = texts[kind](total);
  const reasons = total > SHOWN ? tallyByReason(notices).slice(0, REASONS) : [];
  return (
    <Panel
      title={title}
      wide
      aside={
        <button type="button" onClick={() => download(`${name}.${kind}.csv`, linesOf(kind, notices))}>
          {texts.csv}
        </button>
      }
    >
      {reasons.length > 0 && (
        <ul className="reasons" aria-label={texts.byReason}>
          {reasons.map(({ key, count }) => (
            <li key={key}>
              <span className="number">{formatNumber(count)}</span> {key}
            </li>
          ))}
        </ul>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section className="scroll some" aria-label={title} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col" className="number">
                {texts.line}
              </th>
              <th scope="col">{texts.type}</th>
              <th scope="col">{texts.field}</th>
              <th scope="col">{texts.reason}</th>
            </tr>
          </thead>
          <tbody>
            {notices.slice(0, SHOWN).map((one) => (
              <tr key={`${one.line}/${one.field}/${one.reason}`}>
                <td className="number">{formatNumber(one.line)}</td>
                <td>{one.type && <code>{one.type}</code>}</td>
                <td>{one.field && <code>{one.field}</code>}</td>
                <td className="reason">{one.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {total > SHOWN && <p className="muted">{texts.more(SHOWN, total)}</p>}
      {total > notices.length && <p className="muted">{texts.kept(notices.length)}</p>}
    </Panel>
  );
}

function linesOf(kind: string, notices: readonly Notice[]): string[] {
  const rows = notices.map(({ line, type, field, reason }) => [String(line), kind, type ?? "", field ?? "", reason]);
  return [["line", "what", "type", "field", "reason"], ...rows].map(csvLine);
}

/** How often each reason is given, the most frequent first: what it quotes of a line makes no difference. */
export function tallyByReason(notices: readonly Notice[]): { key: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { field, reason } of notices) {
    const key = `${field ? `${field}: ` : ""}${reason.replace(/"(?:[^"\\]|\\.)*"/g, "...")}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => ({ key, count })).sort((one, other) => other.count - one.count);
}
