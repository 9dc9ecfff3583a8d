import { formatMonth } from "../../parts/format";
import { Panel } from "../../parts/page";
import { Day } from "../../parts/values";
import { settings } from "../../texts/settings";
import { useViewer } from "../../viewer";
import { Facts } from "./facts";

export function CalendarPanel() {
  const texts = settings.calendar;
  const { calendar } = useViewer();
  if (!calendar) return null;
  const { newestReport: report, nextReportDueOn, nextReportLate, nextDecisionDay } = calendar;
  return (
    <Panel title={texts.title}>
      <Facts
        rows={[
          [texts.zone, calendar.timeZone],
          [texts.today, <Day key="today" value={calendar.today} />],
          [texts.lastClosed, <Day key="closed" value={calendar.lastClosedDay} />],
          [texts.nextDecision, nextDecisionDay ? <Day key="decision" value={nextDecisionDay} /> : texts.noDecision],
          [texts.report, report ? texts.reportOf(formatMonth(`${report.period}-01`), report.revision) : texts.noReport],
          ...(report ? ([[texts.ranOn, <Day key="ran" value={report.ranOn} />]] as const) : []),
          [
            texts.nextReport,
            <span key="due">
              <Day value={nextReportDueOn} /> {nextReportLate && <span className="badge warn">{texts.late}</span>}
            </span>,
          ],
        ]}
      />
      <p className="muted">{texts.about}</p>
    </Panel>
  );
}
