// What a dry run has found: its days, the tiers of one of them before and after, and from which to which partners move.
import { useMemo } from "react";
import { graphql } from "../../gql";
import { useLiveQuery } from "../../live/use-live-query";
import { formatDay, formatNumber } from "../../parts/format";
import { Panel } from "../../parts/page";
import { isOneOf, type List, useList } from "../../parts/use-list";
import { Day } from "../../parts/values";
import { common } from "../../texts/common";
import { editions } from "../../texts/editions";
import type { DryRunData } from "./dry-run";
import { DryRunDecisions } from "./dry-run-decisions";
import { CHANGES } from "./dry-run-filter";
import { matrixOf, movedIn, NO_TIER } from "./matrix";
import { TierBars } from "./tier-bars";

const DryRunMoves = graphql(`
  query DryRunMoves($id: ID!, $on: Date!) {
    dryRun(id: $id) {
      id
      up: decisions(first: 0, filter: { on: $on, changes: [PROMOTED] }) { totalCount }
      down: decisions(first: 0, filter: { on: $on, changes: [DEMOTED] }) { totalCount }
    }
  }
`);

export type DayData = DryRunData["days"][number];

function isTier({ days }: DryRunData, text: string): boolean {
  return days.some(({ tiers }) => tiers.some(({ key }) => (key ?? NO_TIER) === text));
}

export function DryRunDays({ dryRun }: { dryRun: DryRunData }) {
  const list = useList({
    pageSize: 50,
    known: {
      on: (text) => dryRun.days.some(({ effectiveOn }) => effectiveOn === text),
      which: isOneOf(CHANGES),
      from: (text) => isTier(dryRun, text),
      to: (text) => isTier(dryRun, text),
      beside: (text) => /^\d{1,9}$/.test(text),
    },
  });
  const day = dryRun.days.find(({ effectiveOn }) => effectiveOn === list.get("on")) ?? dryRun.days.at(-1);
  if (!day) return null;
  return (
    <>
      {dryRun.days.length > 1 && <Days dryRun={dryRun} chosen={day} list={list} />}
      <OneDay key={day.effectiveOn} dryRun={dryRun} day={day} list={list} />
      <DryRunDecisions dryRun={dryRun} day={day} list={list} />
    </>
  );
}

function Days({ dryRun, chosen, list }: { dryRun: DryRunData; chosen: DayData; list: List }) {
  const { dryRun: texts } = editions;
  return (
    <Panel title={texts.days} wide>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section className="scroll" aria-label={texts.days} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.day1}</th>
              <th scope="col">{texts.inForce}</th>
              <th scope="col" className="number">
                {texts.partners}
              </th>
              <th scope="col" className="number">
                {texts.moves}
              </th>
            </tr>
          </thead>
          <tbody>
            {dryRun.days.map((day) => (
              <tr key={day.effectiveOn} className={day === chosen ? "open" : undefined}>
                <td>
                  <button
                    type="button"
                    className="quiet"
                    aria-pressed={day === chosen}
                    onClick={() => list.set("on", day.effectiveOn)}
                  >
                    <Day value={day.effectiveOn} />
                  </button>
                </td>
                <td>{day.editionInForce}</td>
                <td className="number">{formatNumber(day.partners)}</td>
                <td className="number">{formatNumber(movedIn(day.moves))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  );
}

function OneDay({ dryRun, day, list }: { dryRun: DryRunData; day: DayData; list: List }) {
  const { dryRun: texts } = editions;
  const [{ data }] = useLiveQuery(DryRunMoves, { id: dryRun.id, on: day.effectiveOn });
  const up = data?.dryRun?.up.totalCount;
  const down = data?.dryRun?.down.totalCount;
  const caption =
    up === undefined || down === undefined
      ? formatDay(day.effectiveOn)
      : texts.finding(day.effectiveOn, day.partners, up, down, dryRun.editionKey);
  return (
    <div className="grid">
      <Panel
        title={texts.tiers}
        aside={
          <span className="legend">
            <span className="before">{texts.legend(texts.before, day.editionInForce)}</span>
            <span className="after">{texts.legend(texts.after, dryRun.editionKey)}</span>
          </span>
        }
      >
        <TierBars tiers={day.tiers} caption={caption} />
      </Panel>
      <Panel title={texts.matrix}>
        <Matrix day={day} list={list} />
      </Panel>
    </div>
  );
}

function Matrix({ day: { tiers, moves }, list }: { day: DayData; list: List }) {
  const { dryRun: texts } = editions;
  const rows = useMemo(() => matrixOf(tiers, moves), [tiers, moves]);
  const nameOf = (at: number) => tiers[at]?.name ?? common.tier.none;
  const keyOf = (at: number) => tiers[at]?.key ?? NO_TIER;
  return (
    <>
      <p className="muted">{texts.matrixAbout}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section className="scroll" aria-label={texts.matrix} tabIndex={0}>
        <table className="matrix">
          <thead>
            <tr>
              <th scope="col">{texts.fromTo}</th>
              {tiers.map(({ key }, at) => (
                <th key={key ?? NO_TIER} scope="col" className="number">
                  {nameOf(at)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={keyOf(at)}>
                <th scope="row">{nameOf(at)}</th>
                {row.map((count, column) => (
                  <td key={keyOf(column)} className={column === at ? "number stays" : "number"}>
                    {column === at || count === 0 ? (
                      <span className={count === 0 ? "absent" : undefined}>{formatNumber(count)}</span>
                    ) : (
                      <button
                        type="button"
                        className="quiet"
                        aria-label={texts.show(formatNumber(count), nameOf(at), nameOf(column))}
                        onClick={() => list.setAll({ from: keyOf(at), to: keyOf(column), which: null })}
                      >
                        {formatNumber(count)}
                      </button>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
