// The clients that would count differently.
import { signOf } from "../../parts/decimal";
import { formatDay, formatMoney } from "../../parts/format";
import { Panel } from "../../parts/page";
import { Money } from "../../parts/values";
import { common } from "../../texts/common";
import { whatIf } from "../../texts/what-if";
import type { Answer } from "./queries";

const texts = whatIf.credits;

export function Credits({ answer: { credits, creditCount } }: { answer: Answer }) {
  return (
    <Panel title={texts.title}>
      {credits.length === 0 ? (
        <p className="empty">{texts.none}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        <section className="scroll" aria-label={texts.caption} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{texts.client}</th>
                <th scope="col">{texts.way}</th>
                <th scope="col">{texts.before}</th>
                <th scope="col">{texts.after}</th>
                <th scope="col" className="number">
                  {texts.difference}
                </th>
              </tr>
            </thead>
            <tbody>
              {credits.map(({ clientExternalId, clientName, way, before, after, difference }, place) => (
                <tr key={`${clientExternalId ?? place} ${way}`}>
                  <td>{clientName ?? texts.unseen}</td>
                  <td>{texts.ways[way] ?? way}</td>
                  <td>
                    <Amount of={before} />
                  </td>
                  <td>
                    <Amount of={after} />
                  </td>
                  <td className="number">
                    {signOf(difference.amount) > 0 && "+"}
                    {formatMoney(difference.amount, difference.currencyCode)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {creditCount > credits.length && <p className="muted">{texts.shown(credits.length, creditCount)}</p>}
    </Panel>
  );
}

function Amount({ of }: { of: Answer["credits"][number]["before"] }) {
  if (!of) return <span className="absent">{texts.absent}</span>;
  if (of.status !== "COUNTED") return <>{common.statuses[of.status]}</>;
  return (
    <>
      <Money value={of.mrr} />
      {of.countsUntil && <div className="muted">{texts.until(formatDay(of.countsUntil))}</div>}
    </>
  );
}
