// Asks for a day, a range of days, or a month's decisions.
import { type FormEvent, useRef, useState } from "react";
import { type CombinedError, useClient } from "urql";
import { persisted } from "../../api/documents";
import { newKey } from "../../api/keys";
import { Failure } from "../../parts/async";
import { Field } from "../../parts/field";
import { formatDay } from "../../parts/format";
import { Panel, Refusals } from "../../parts/page";
import { jobs } from "../../texts/jobs";
import { activityInput, errorsAt, errorsElsewhere, type Mode, newestMonth, type UserError } from "./ask-input";
import { whatOf } from "./job-words";
import { AskActivity, AskTiers } from "./queries";

const MODES: readonly Mode[] = ["day", "range", "month"];

export function AskForm({ lastClosedDay }: { lastClosedDay: string }) {
  const texts = jobs.ask;
  const [mode, setMode] = useState<Mode>("day");
  const { ask, asking, errors, failure, taken, forget } = useAsking();
  const form = useRef<HTMLFormElement>(null);

  function submit(event?: FormEvent<HTMLFormElement>) {
    event?.preventDefault();
    if (form.current) void ask(mode, new FormData(form.current));
  }

  return (
    <Panel title={texts.title}>
      <form ref={form} className="ask" onSubmit={submit} onChange={forget}>
        <fieldset>
          <legend>{texts.what}</legend>
          {MODES.map((one) => (
            <label key={one}>
              <input type="radio" name="mode" value={one} checked={mode === one} onChange={() => setMode(one)} />
              {texts.modes[one]}
            </label>
          ))}
        </fieldset>
        {mode === "day" && (
          <Field
            label={texts.day}
            hint={texts.dayHint(formatDay(lastClosedDay))}
            type="date"
            name="day"
            required
            max={lastClosedDay}
            defaultValue={lastClosedDay}
            errors={errorsAt(errors, "from", "to")}
          />
        )}
        {mode === "range" && (
          <div className="between">
            <Field
              label={texts.from}
              type="date"
              name="from"
              required
              max={lastClosedDay}
              errors={errorsAt(errors, "from")}
            />
            <Field
              label={texts.to}
              type="date"
              name="to"
              required
              max={lastClosedDay}
              defaultValue={lastClosedDay}
              errors={errorsAt(errors, "to")}
            />
            <p className="muted">{texts.rangeHint(formatDay(lastClosedDay))}</p>
          </div>
        )}
        {mode === "month" && (
          <Field
            label={texts.month}
            hint={texts.monthHint}
            type="month"
            name="month"
            required
            pattern="\d{4}-\d{2}"
            max={newestMonth(lastClosedDay)}
            defaultValue={newestMonth(lastClosedDay)}
            errors={errorsAt(errors, "month")}
          />
        )}
        {mode !== "month" && (
          <fieldset>
            <legend>{texts.thorough}</legend>
            <label>
              <input type="checkbox" name="fromScratch" />
              {texts.fromScratch}
            </label>
            <label>
              <input type="checkbox" name="rebuildActivity" />
              {texts.rebuild}
            </label>
          </fieldset>
        )}
        <Refusals errors={errorsElsewhere(errors, mode)} />
        {failure && <Failure error={failure} retry={() => submit()} />}
        <div className="actions">
          <button type="submit" className="primary" disabled={asking}>
            {asking ? texts.asking : texts.submit}
          </button>
          <p role="status">{taken}</p>
        </div>
      </form>
    </Panel>
  );
}

interface Outcome {
  errors: readonly UserError[];
  failure: CombinedError | null;
  taken: string | null;
}

const NOTHING: Outcome = { errors: [], failure: null, taken: null };

function useAsking() {
  const client = useClient();
  const [asking, setAsking] = useState(false);
  const [outcome, setOutcome] = useState(NOTHING);
  // The same request once more, as after a lost connection, has the same key; another request has another one.
  const last = useRef<{ request: string; key: string } | null>(null);

  async function ask(mode: Mode, form: FormData) {
    setAsking(true);
    setOutcome(NOTHING);
    const input = mode === "month" ? { month: String(form.get("month")) } : activityInput(mode, form);
    const request = JSON.stringify(input);
    if (last.current?.request !== request) last.current = { request, key: newKey() };
    const idempotencyKey = last.current.key;
    const { data, error } =
      "month" in input
        ? await client.mutation(persisted(AskTiers), { input: { ...input, idempotencyKey } })
        : await client.mutation(persisted(AskActivity), { input: { ...input, idempotencyKey } });
    setAsking(false);
    if (error || !data?.asked) return setOutcome({ ...NOTHING, failure: error ?? null });
    const { job, userErrors } = data.asked;
    if (job) last.current = null;
    setOutcome({
      errors: userErrors,
      failure: null,
      taken: job ? jobs.ask.taken(`${jobs.number(job.number)}, ${whatOf(job)},`, jobs.ahead(job.ahead)) : null,
    });
  }

  return { ask, asking, ...outcome, forget: () => setOutcome(NOTHING) };
}
