// Which decisions of a dry run are shown, and which other dry run stands beside it.
import { graphql } from "../../gql";
import { useLiveQuery } from "../../live/use-live-query";
import type { List } from "../../parts/use-list";
import { common } from "../../texts/common";
import { editions } from "../../texts/editions";
import type { DryRunData } from "./dry-run";
import type { DayData } from "./dry-run-days";
import { NO_TIER } from "./matrix";

const OtherDryRuns = graphql(`
  query OtherDryRuns {
    dryRuns(first: 50) { edges { node { id number editionKey knownAt } } }
  }
`);

export function DecisionFilters({ dryRun, day, list }: { dryRun: DryRunData; day: DayData; list: List }) {
  const { dryRun: texts } = editions;
  const [{ data }] = useLiveQuery(OtherDryRuns, {});
  const others = (data?.dryRuns?.edges ?? [])
    .map(({ node }) => node)
    .filter(({ id, knownAt }) => id !== dryRun.id && knownAt);
  const select = (name: string, label: string, options: readonly (readonly [value: string, text: string])[]) => (
    <label>
      {label}
      <select value={list.get(name)} onChange={({ target }) => list.set(name, target.value)}>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
  const tiers = day.tiers.map(({ key, name }) => [key ?? NO_TIER, name ?? common.tier.none] as const);
  return (
    <div className="filters">
      {select("which", texts.filterChange, [
        ["", texts.filterMoved],
        ["up", texts.filterUp],
        ["down", texts.filterDown],
        ["all", texts.filterAll],
      ])}
      {select("from", texts.filterBefore, [["", texts.any], ...tiers])}
      {select("to", texts.filterAfter, [["", texts.any], ...tiers])}
      {others.length > 0 &&
        select("beside", texts.other, [
          ["", texts.noOther],
          ...others.map(({ number, editionKey }) => [number, texts.otherName(number, editionKey)] as const),
        ])}
      {list.get("beside") && (
        <label className="check">
          <input
            type="checkbox"
            checked={list.get("differs") !== ""}
            // Also who stays by one of both may differ.
            onChange={({ target }) =>
              list.setAll(target.checked ? { differs: "yes", which: "all" } : { differs: null })
            }
          />
          {texts.differs}
        </label>
      )}
    </div>
  );
}
