// Which decisions of a dry run are shown, and which other dry run stands beside it.
import { graphql } from "../../gql";
import { useLiveQuery } from "../../live/use-live-query";
import { SelectFilter } from "../../parts/list-filters";
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
  const tiers = day.tiers.map(({ key, name }) => [key ?? NO_TIER, name ?? common.tier.none] as const);
  return (
    <div className="filters">
      <SelectFilter
        list={list}
        name="which"
        label={texts.filterChange}
        options={[
          ["", texts.filterMoved],
          ["up", texts.filterUp],
          ["down", texts.filterDown],
          ["all", texts.filterAll],
        ]}
      />
      <SelectFilter list={list} name="from" label={texts.filterBefore} options={[["", texts.any], ...tiers]} />
      <SelectFilter list={list} name="to" label={texts.filterAfter} options={[["", texts.any], ...tiers]} />
      {others.length > 0 && (
        <SelectFilter
          list={list}
          name="beside"
          label={texts.other}
          options={[
            ["", texts.noOther],
            ...others.map(({ number, editionKey }) => [number, texts.otherName(number, editionKey)] as const),
          ]}
        />
      )}
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
