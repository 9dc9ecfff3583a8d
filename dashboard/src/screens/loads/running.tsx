// A load under way, and what has become of it.
import { useState } from "react";
import { Link } from "wouter";
import { formatNumber } from "../../parts/format";
import { Panel, ProgressBar } from "../../parts/page";
import { loads } from "../../texts/loads";
import { type Load, type LoadState, leftOpen } from "./load";
import { Notices } from "./notices";
import { useLoadState } from "./use-load";

export function Running({ load, onAgain }: { load: Load; onAgain(): void }) {
  const state = useLoadState(load);
  const { running } = loads;
  const { name } = load.survey.file;
  const { phase } = state;
  const ended = phase === "done" || phase === "cancelled";
  const title = {
    loading: running.title,
    asking: running.title,
    halted: running.halted,
    done: running.done,
    cancelled: running.cancelled,
  }[phase](name);
  return (
    <>
      <Panel
        title={title}
        wide
        aside={
          ended ? (
            <button type="button" className="primary" onClick={onAgain}>
              {running.again}
            </button>
          ) : (
            phase !== "asking" && (
              <button type="button" onClick={() => load.cancel()} title={running.stopHint}>
                {running.cancel}
              </button>
            )
          )
        }
      >
        {!ended && (
          <>
            <ProgressBar label={title} done={state.sent} total={state.total} />
            <p className="number muted">{running.progress(state.sent, state.total)}</p>
            <p role="status">{state.waits === null ? "" : running.waits(state.waits)}</p>
            {phase === "loading" && <p className="muted">{`${running.elsewhere} ${running.stopHint}`}</p>}
          </>
        )}
        {state.failure && (
          <div className="failure" role="alert">
            <p>{state.failure}</p>
            {phase === "halted" && (
              <button type="button" onClick={() => load.resume()}>
                {running.resume}
              </button>
            )}
          </div>
        )}
        {ended && <Outcome load={load} state={state} />}
        <Tallies state={state} />
      </Panel>
      {phase === "asking" && <Confirm load={load} asks={state.asks} />}
      <Notices kind="rejected" notices={state.notices} total={state.rejected} name={name} />
      <Notices kind="warnings" notices={state.warnings} total={state.warnings.length} name={name} />
    </>
  );
}

function Outcome({ load, state }: { load: Load; state: LoadState }) {
  const { running } = loads;
  const sum = (of: "accepted" | "unchanged") => state.tallies.reduce((total, one) => total + one[of], 0);
  const open = leftOpen(load).map((key) => key.replace("/", ", revision "));
  return (
    <div role="status">
      <p className="headline">{running.summary(sum("accepted"), sum("unchanged"), state.rejected)}</p>
      {state.phase === "cancelled" && <p className="remark">{running.stopped}</p>}
      {open.length > 0 && <p className="remark">{running.open(open.join("; "))}</p>}
      {sum("accepted") > 0 && (
        <p>
          {running.next} <Link href="/jobs">{running.jobs}</Link>
        </p>
      )}
    </div>
  );
}

function Tallies({ state }: { state: LoadState }) {
  const { running } = loads;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section className="scroll" aria-label={running.type} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{running.type}</th>
            {[running.accepted, running.unchanged, running.rejected, running.left].map((name) => (
              <th key={name} scope="col" className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {state.tallies.map(({ type, total, accepted, unchanged, rejected }) => (
            <tr key={type}>
              <td>
                <code>{type}</code>
              </td>
              {[accepted, unchanged, rejected, total - accepted - unchanged - rejected].map((count, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns do not move
                <td key={at} className="number">
                  {formatNumber(count)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Confirm({ load, asks }: { load: Load; asks: LoadState["asks"] }) {
  const { confirm } = loads;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  return (
    <Panel title={confirm.title} wide>
      <p>{confirm.explain}</p>
      <ul className="asks">
        {asks.map(({ key, reason }) => (
          <li key={key}>
            <p>{reason.split(": ")[0]}</p>
            <label>
              <input
                type="checkbox"
                checked={chosen.has(key)}
                onChange={({ target }) => {
                  const next = new Set(chosen);
                  if (target.checked) next.add(key);
                  else next.delete(key);
                  setChosen(next);
                }}
              />
              {confirm.take(key.replace("/", ", revision "))}
            </label>
          </li>
        ))}
      </ul>
      <div className="actions">
        <button type="button" className="danger" disabled={chosen.size === 0} onClick={() => void load.confirm(chosen)}>
          {confirm.submit(chosen.size)}
        </button>
        <button type="button" onClick={() => void load.confirm(new Set())}>
          {confirm.leave}
        </button>
      </div>
    </Panel>
  );
}
