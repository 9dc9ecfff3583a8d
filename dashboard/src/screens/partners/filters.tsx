// Search and filters.
import type { PartnersEditionQuery } from "../../gql/graphql";
import { SelectFilter, TypedFilter } from "../../parts/list-filters";
import type { List } from "../../parts/use-list";
import { common } from "../../texts/common";
import { partners } from "../../texts/partners";
import { FILTERS, NO_TIER, SOME_TIER } from "./filter";
import { Ranges } from "./range-filter";

type Edition = NonNullable<PartnersEditionQuery["edition"]>;

interface Props {
  list: List;
  edition: Edition | null;
  clear(): void;
}

export function Filters({ list, edition, clear }: Props) {
  const texts = partners.filters;
  const { change } = common.tier;
  const any = ["", texts.any] as const;
  return (
    <search aria-label={texts.label}>
      <form className="filters" onSubmit={(event) => event.preventDefault()}>
        <TypedFilter list={list} name="q" label={texts.search} hint={texts.searchHint} type="search" />
        <SelectFilter
          list={list}
          name="tier"
          label={texts.tier}
          options={[
            ["", texts.tierAny],
            ...(edition?.tiers ?? []).map(({ key, name }) => [key, name] as const),
            [SOME_TIER, texts.tierSome],
            [NO_TIER, texts.tierNone],
          ]}
        />
        <SelectFilter list={list} name="change" label={texts.change} options={[any, ...Object.entries(change)]} />
        <SelectFilter
          list={list}
          name="risk"
          label={texts.atRisk}
          options={[any, ...[1, 2, 3].map((decisions) => [`${decisions}`, texts.atRiskWithin(decisions)] as const)]}
        />
        <SelectFilter
          list={list}
          name="certified"
          label={texts.certified}
          options={[any, ["yes", texts.certifiedYes], ["no", texts.certifiedNo]]}
        />
        <SelectFilter
          list={list}
          name="provisional"
          label={texts.numbers}
          options={[any, ["yes", texts.numbersProvisional], ["no", texts.numbersFinal]]}
        />
        <TypedFilter list={list} name="country" label={texts.country} hint={texts.countryHint} maxLength={2} />
        {FILTERS.some((name) => list.get(name)) && (
          <button type="button" className="quiet" onClick={clear}>
            {texts.clear}
          </button>
        )}
      </form>
      <Ranges list={list} metrics={edition?.metrics ?? []} />
    </search>
  );
}
