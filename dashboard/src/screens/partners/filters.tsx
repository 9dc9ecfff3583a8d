// Search and filters. What is chosen stands in the address at once, what is typed when the typing pauses.
import { type ReactNode, useEffect, useState } from "react";
import type { PartnersEditionQuery } from "../../gql/graphql";
import type { List } from "../../parts/use-list";
import { common } from "../../texts/common";
import { partners } from "../../texts/partners";
import { FILTERS, NO_TIER, SOME_TIER } from "./filter";
import { Ranges } from "./range-filter";

/** Milliseconds without a key after which what is typed is looked for. */
const PAUSE = 250;

type Edition = NonNullable<PartnersEditionQuery["edition"]>;

interface Props {
  list: List;
  edition: Edition | null;
  clear(): void;
}

export function Filters({ list, edition, clear }: Props) {
  const texts = partners.filters;
  const { change } = common.tier;
  return (
    <search aria-label={texts.label}>
      <form className="filters" onSubmit={(event) => event.preventDefault()}>
        <Typed list={list} name="q" label={texts.search} hint={texts.searchHint} type="search" />
        <Choice list={list} name="tier" label={texts.tier}>
          <option value="">{texts.tierAny}</option>
          {edition?.tiers.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
          <option value={SOME_TIER}>{texts.tierSome}</option>
          <option value={NO_TIER}>{texts.tierNone}</option>
        </Choice>
        <Choice list={list} name="change" label={texts.change}>
          <option value="">{texts.any}</option>
          <option value="PROMOTED">{change.PROMOTED}</option>
          <option value="DEMOTED">{change.DEMOTED}</option>
          <option value="UNCHANGED">{change.UNCHANGED}</option>
        </Choice>
        <Choice list={list} name="risk" label={texts.atRisk}>
          <option value="">{texts.any}</option>
          {[1, 2, 3].map((decisions) => (
            <option key={decisions} value={decisions}>
              {texts.atRiskWithin(decisions)}
            </option>
          ))}
        </Choice>
        <Choice list={list} name="certified" label={texts.certified}>
          <option value="">{texts.any}</option>
          <option value="yes">{texts.certifiedYes}</option>
          <option value="no">{texts.certifiedNo}</option>
        </Choice>
        <Choice list={list} name="provisional" label={texts.numbers}>
          <option value="">{texts.any}</option>
          <option value="yes">{texts.numbersProvisional}</option>
          <option value="no">{texts.numbersFinal}</option>
        </Choice>
        <Typed list={list} name="country" label={texts.country} hint={texts.countryHint} maxLength={2} />
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

interface ChoiceProps {
  list: List;
  name: string;
  label: string;
  children: ReactNode;
}

function Choice({ list, name, label, children }: ChoiceProps) {
  return (
    <label>
      {label}
      <select value={list.get(name)} onChange={({ target }) => list.set(name, target.value)}>
        {children}
      </select>
    </label>
  );
}

interface TypedProps {
  list: List;
  name: string;
  label: string;
  hint: string;
  type?: "text" | "search";
  maxLength?: number;
}

function Typed({ list, name, label, hint, type = "text", maxLength = 255 }: TypedProps) {
  const said = list.get(name);
  const [text, setText] = useState(said);
  // The address changes without typing, too: by a link, by going back, by taking all filters away.
  useEffect(() => setText(said), [said]);
  useEffect(() => {
    if (text === said) return;
    const timer = setTimeout(() => list.set(name, text.trim() ? text : null), PAUSE);
    return () => clearTimeout(timer);
  }, [text, said, name, list]);
  return (
    <label className={`typed-${name}`}>
      {label}
      <input
        type={type}
        value={text}
        maxLength={maxLength}
        placeholder={hint}
        title={hint}
        spellCheck={false}
        autoComplete="off"
        onChange={({ target }) => setText(target.value)}
      />
    </label>
  );
}
