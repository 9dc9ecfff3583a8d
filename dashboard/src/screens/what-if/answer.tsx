// Before and after, side by side.
import { minus, signOf } from "../../parts/decimal";
import { formatDay } from "../../parts/format";
import { formatMetric, type Measured } from "../../parts/metrics";
import { Panel } from "../../parts/page";
import { Change, TierBadge } from "../../parts/values";
import { common } from "../../texts/common";
import { whatIf } from "../../texts/what-if";
import { findingOf } from "./finding";
import type { Answer, Side } from "./queries";

const texts = whatIf.answer;

interface Props {
  answer: Answer;
  supposed: boolean;
}

export function BeforeAndAfter({ answer, supposed }: Props) {
  const { before, after } = answer;
  const provisional = before?.provisional || after?.provisional;
  return (
    <Panel title={texts.title}>
      <p className="finding" aria-live="polite">
        {findingOf(answer, supposed)}
      </p>
      {before && after && <Comparison before={before} after={after} />}
      {provisional && <p className="muted">{texts.provisional}</p>}
    </Panel>
  );
}

function Comparison({ before, after }: { before: Side; after: Side }) {
  const day = after.nextDecision?.effectiveOn;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section className="scroll" aria-label={texts.caption} tabIndex={0}>
      <table className="comparison">
        <thead>
          <tr>
            <th scope="col">{texts.what}</th>
            <th scope="col" className="number">
              {texts.before}
            </th>
            <th scope="col" className="number">
              {texts.after}
            </th>
            <th scope="col" className="number">
              {texts.difference}
            </th>
          </tr>
        </thead>
        <tbody>
          <tr className="big">
            <th scope="row">{texts.tier}</th>
            <td className="number">
              <TierBadge tier={before.tier} />
            </td>
            <td className="number">
              <TierBadge tier={after.tier} />
            </td>
            <td className="number">
              <Step from={before.tier} to={after.tier} />
            </td>
          </tr>
          <tr className="big">
            <th scope="row">{day ? texts.decision(formatDay(day)) : texts.decisionNone}</th>
            {day ? (
              <>
                <td className="number">
                  <TierBadge tier={before.nextDecision?.tier} />
                </td>
                <td className="number">
                  <TierBadge tier={after.nextDecision?.tier} />
                </td>
                <td className="number">
                  <Step from={before.nextDecision?.tier} to={after.nextDecision?.tier} />
                </td>
              </>
            ) : (
              <td colSpan={3}>{texts.notApplied}</td>
            )}
          </tr>
          {after.metrics.map(({ metric, value }) => {
            const was = before.metrics.find((one) => one.metric.key === metric.key)?.value ?? null;
            return (
              <tr key={metric.key}>
                <th scope="row">{metric.name}</th>
                <td className="number">{formatMetric(was, metric)}</td>
                <td className="number">{formatMetric(value, metric)}</td>
                <td className="number">
                  <Difference before={was} after={value ?? null} measured={metric} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

type Ranked = { rank: number } | null | undefined;

function Step({ from, to }: { from: Ranked; to: Ranked }) {
  const ranks = (to?.rank ?? 0) - (from?.rank ?? 0);
  if (ranks === 0) return <span className="muted">{texts.unchanged}</span>;
  return <Change kind={ranks > 0 ? "PROMOTED" : "DEMOTED"} />;
}

interface DifferenceProps {
  before: string | null;
  after: string | null;
  measured: Measured;
}

export function Difference({ before, after, measured }: DifferenceProps) {
  if (before === after) return <span className="muted">{texts.unchanged}</span>;
  if (before === null || after === null || measured.unit === "FLAG") return <>{common.none}</>;
  const difference = minus(after, before);
  const sign = signOf(difference);
  if (sign === 0) return <span className="muted">{texts.unchanged}</span>;
  return (
    <span className={sign > 0 ? "change-promoted" : "change-demoted"}>
      {sign > 0 && "+"}
      {formatMetric(difference, measured)}
    </span>
  );
}
