// What a number is made of, as a table.
import { formatDay } from "../../parts/format";
import { formatMetric } from "../../parts/metrics";
import { common } from "../../texts/common";
import { forecast, explanation as texts, ways } from "../../texts/partner";
import type { ExplainedMetric } from "./explanation-dialog";
import { nameOf } from "./why";

type Contribution = ExplainedMetric["contributions"][number];

export function ContributionTable({ found }: { found: ExplainedMetric }) {
  const { metric, contributions } = found;
  const { columns } = texts;
  const hasCredit = contributions.some(({ credit }) => credit);
  const hasDays = contributions.some((one) => daysOf(one) !== "");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section className="scroll" aria-label={texts.title(metric.name)} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{columns.what}</th>
            <th scope="col" className="number">
              {columns.amount}
            </th>
            {hasCredit && <th scope="col">{columns.as}</th>}
            {hasDays && <th scope="col">{columns.days}</th>}
          </tr>
        </thead>
        <tbody>
          {contributions.map((one, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an explanation is shown as a whole, and never changes
            <tr key={place} className={one.inMiddle ? "open" : undefined}>
              <td>
                {whatOf(one)}
                {noteOf(one).map((note) => (
                  <small key={note} className="muted under">
                    {note}
                  </small>
                ))}
              </td>
              <td className="number">{formatMetric(one.amount, one.ofMetric ?? metric)}</td>
              {hasCredit && <td>{one.credit && creditOf(one.credit)}</td>}
              {hasDays && <td className="number">{daysOf(one)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function whatOf({ client, employee, line, measure, measuredOn, ofMetric, credit, inMiddle, lifts }: Contribution) {
  if (client) return line ? `${client.name}, ${line}` : client.name;
  if (employee) return nameOf(employee);
  if (ofMetric) return ofMetric.name;
  if (measure) return measuredOn ? texts.measure(measure, formatDay(measuredOn)) : measure;
  if (line) return line;
  return credit || inMiddle || lifts ? forecast.hidden : texts.certification;
}

function noteOf({ inMiddle, lifts, credit }: Contribution): string[] {
  const { access } = credit ?? {};
  const active =
    access?.employee && access.lastActiveOn && texts.active(nameOf(access.employee), formatDay(access.lastActiveOn));
  return [inMiddle && texts.inMiddle, lifts && texts.lifts, active].filter((note) => typeof note === "string");
}

function creditOf({ way, status }: NonNullable<Contribution["credit"]>): string {
  return status === "COUNTED" ? (ways[way] ?? way) : `${ways[way] ?? way}: ${common.statuses[status]}`;
}

function daysOf({ countsFrom, countsUntil, credit }: Contribution): string {
  const from = countsFrom ?? credit?.countsFrom;
  const until = countsUntil ?? credit?.countsUntil;
  if (from && until) return texts.range(formatDay(from), formatDay(until));
  if (from) return texts.from(formatDay(from));
  return until ? texts.until(formatDay(until)) : "";
}
