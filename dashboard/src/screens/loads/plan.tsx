// What a file would do, before anything of it is sent.
import { formatDay, formatNumber } from "../../parts/format";
import { Panel } from "../../parts/page";
import { Day } from "../../parts/values";
import { loads } from "../../texts/loads";
import { useViewer } from "../../viewer";
import { Notices } from "./notices";
import { ReportPlans } from "./report-plans";
import type { Survey } from "./survey";

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
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
            <section className="scroll" aria-label={plan.title(file.name)} tabIndex={0}>
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
            </section>
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
