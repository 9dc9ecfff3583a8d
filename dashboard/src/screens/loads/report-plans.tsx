// The MRR reports that a file has lines of, and what would become of each.
import { graphql } from "../../gql";
import { useLiveQuery } from "../../live/use-live-query";
import { formatDay, formatMoney, formatNumber } from "../../parts/format";
import { Panel } from "../../parts/page";
import { loads } from "../../texts/loads";
import { reportKey } from "./convert";
import { asDecimal, mayLackLines, type ReportPlan, type Survey } from "./survey";

const ClosedReports = graphql(`
  query ClosedReports { mrrReports(first: 100) { edges { node { id period revision } } } }
`);

export function ReportPlans({ survey: { reports, doubtful } }: { survey: Survey }) {
  const { reports: texts } = loads;
  const [{ data }] = useLiveQuery(ClosedReports, {});
  const closed = new Set(data?.mrrReports?.edges.map(({ node }) => reportKey(node.period, node.revision)));
  return (
    <Panel title={texts.title} wide>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section className="scroll" aria-label={texts.title} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.period}</th>
              <th scope="col" className="number">
                {texts.revision}
              </th>
              <th scope="col" className="number">
                {texts.lines}
              </th>
              <th scope="col" className="number">
                {texts.total}
              </th>
              <th scope="col">{texts.what}</th>
            </tr>
          </thead>
          <tbody>
            {reports.map((report) => (
              <tr key={report.key}>
                <td>{report.key.split("/")[0]}</td>
                <td className="number">{report.key.split("/")[1]}</td>
                <td className="number">{formatNumber(report.lines)}</td>
                <td className="number">
                  {[...report.totals].map(([currency, amount]) => (
                    <div key={currency}>{money(asDecimal(amount), currency)}</div>
                  ))}
                </td>
                <td>
                  {whatBecomesOf(report, closed.has(report.key), mayLackLines(report.key, doubtful)).map((text) => (
                    <div key={text}>{text}</div>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="muted">{texts.complete}</p>
    </Panel>
  );
}

function whatBecomesOf({ closes, lines, totals }: ReportPlan, closed: boolean, lacking: boolean): string[] {
  const { reports } = loads;
  if (closed) return [reports.closed];
  if (!closes) return [reports.open];
  if (lacking) return [reports.lacking];
  const said = [(lines > 0 ? reports.closes : reports.closesOnly)(formatDay(closes.ranOn))];
  if (closes.lines !== null && closes.lines !== lines)
    said.push(reports.disagrees(reports.statedLines(closes.lines), reports.statedLines(lines)));
  const [[, amount] = ["", 0n], ...more] = [...totals];
  const found = asDecimal(amount);
  if (closes.total !== null && more.length === 0 && withCents(closes.total) !== found)
    said.push(reports.disagrees(closes.total, found));
  return said;
}

function withCents(amount: string): string {
  const [whole = "0", part = ""] = amount.split(".");
  return `${whole.replace(/^0+(?=\d)/, "")}.${part.padEnd(2, "0")}`;
}

/** A file may have any code, also one that is none. */
function money(amount: string, currency: string): string {
  return /^[A-Z]{3}$/.test(currency) ? formatMoney(amount, currency) : `${amount} ${currency}`;
}
