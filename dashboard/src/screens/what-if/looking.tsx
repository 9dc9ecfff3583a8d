// Which day is looked at, and what is taken to happen until then.
import type { ForecastAssumption } from "../../gql/graphql";
import { addDays } from "../../parts/days";
import { whatIf } from "../../texts/what-if";
import { useViewer } from "../../viewer";

const texts = whatIf.settings;
const ASSUMPTIONS: readonly ForecastAssumption[] = ["ACTIVITY_CONTINUES", "NO_FURTHER_FACTS"];
/** The server looks no further than a year ahead. */
const FURTHEST = 365;

interface Props {
  asOf: string;
  assume: ForecastAssumption;
  set(name: "asOf" | "assume", value: string): void;
}

export function Looking({ asOf, assume, set }: Props) {
  const { calendar } = useViewer();
  const deciding = calendar?.nextDecisionDay && addDays(calendar.nextDecisionDay, -1);
  return (
    <fieldset className="filters looking">
      <legend className="hidden">{texts.label}</legend>
      <label>
        {texts.day}
        <input
          type="date"
          value={asOf}
          max={calendar ? addDays(calendar.today, FURTHEST) : undefined}
          onChange={({ target }) => set("asOf", target.value)}
        />
      </label>
      {calendar && (
        <button type="button" aria-pressed={asOf === calendar.lastClosedDay} onClick={() => set("asOf", "")}>
          {texts.lastClosed}
        </button>
      )}
      {deciding && (
        <button type="button" aria-pressed={asOf === deciding} onClick={() => set("asOf", deciding)}>
          {texts.nextDecision}
        </button>
      )}
      <label>
        {texts.assume}
        <select value={assume} onChange={({ target }) => set("assume", target.value)}>
          {ASSUMPTIONS.map((one) => (
            <option key={one} value={one}>
              {texts.assumptions[one]}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  );
}
