// What a file would do, before anything of it is sent.
import { formatDay, formatMoney, formatNumber } from "../../parts/format";
import { Panel } from "../../parts/page";
import { Day } from "../../parts/values";
import { loads } from "../../texts/loads";
import { useViewer } from "../../viewer";
import { Notices } from "./notices";
import { asDecimal, mayLackLines, type ReportPlan, type Survey } from "./survey";

interface Props {
  survey: Survey;
  onStart(): void;
  onOther(): void;
}

export function Plan({ survey, onStart, onOther }: Props) {
  const { calendar } = useViewer();
  const { plan } = loads;
  const { file, types, rejected, notices } = survey;
  const total = types.reduce((sum, { records }) => sum + records, 0);
  const first = types.reduce<string | null>(
    (least, one) => (one.first !== null && (least === null || one.first < least) ? one.first : least),
    null,
  );
  const closed = calendar?.lastClosedDay;
  return (
    <>
      <Panel
        title={plan.title(file.name)}
        wide
        aside={
          <div className="actions">
            <button type="button" onClick={onOther}>
              {plan.other}
            </button>
            {total > 0 && (
              <button type="button" className="primary" onClick={onStart}>
                {plan.start(total)}
              </button>
            )}
          </div>
        }
      >
        <p className="headline">{total > 0 ? plan.finding(total, rejected) : plan.nothing}</p>
        {total > 0 && (
          <>
            <table>
              <thead>
                <tr>
                  <th scope="col">{plan.type}</th>
                  <th scope="col" className="number">
                    {plan.records}
                  </th>
                  <th scope="col">{plan.first}</th>
                  <th scope="col">{plan.last}</th>
                </tr>
              </thead>
              <tbody>
                {types.map((one) => (
                  <tr key={one.type}>
                    <td>
                      <code>{one.type}</code>
                    </td>
                    <td className="number">{formatNumber(one.records)}</td>
                    <td>
                      <Day value={one.first} />
                    </td>
                    <td>
                      <Day value={one.last} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            <p className="muted">{plan.order}</p>
            {first && closed && first <= closed && <p className="remark">{plan.before(formatDay(first))}</p>}
          </>
        )}
      </Panel>
      {survey.reports.length > 0 && <ReportPlans survey={survey} />}
      <Notices kind="rejected" notices={notices} total={rejected} name={file.name} />
    </>
  );
}

function ReportPlans({ survey: { reports, doubtful } }: { survey: Survey }) {
  const { reports: texts } = loads;
  return (
    <Panel title={texts.title} wide>
      <section className="scroll" aria-label={texts.title}>
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
                  {whatBecomesOf(report, mayLackLines(report.key, doubtful)).map((text) => (
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

function whatBecomesOf({ closes, lines, totals }: ReportPlan, lacking: boolean): string[] {
  const { reports } = loads;
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
