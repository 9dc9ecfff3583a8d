// What narrows the clients down. All of it stands in the address.
import { SelectFilter, TypedFilter } from "../../parts/list-filters";
import type { List } from "../../parts/use-list";
import { common } from "../../texts/common";
import { clients } from "../../texts/partner";

const texts = clients.filters;
const SOLD = ["COUNTED", "PENDING_REPORT", "EXPIRED", "NOT_SOLD_BY_PARTNER"] as const;
const MANAGED = ["COUNTED", "PENDING_REPORT", "NO_ACCESS", "DOMAIN_MISMATCH", "NO_RECENT_ACTIVITY"] as const;
const NONE = { name: null, sold: null, managed: null, expiresBefore: null };

export function ClientFilters({ list, isFiltered }: { list: List; isFiltered: boolean }) {
  return (
    <search className="filters">
      <TypedFilter list={list} name="name" label={texts.name} type="search" />
      <SelectFilter list={list} name="sold" label={texts.sold} options={optionsOf(SOLD)} />
      <SelectFilter list={list} name="managed" label={texts.managed} options={optionsOf(MANAGED)} />
      <label>
        {texts.expiresBefore}
        <input
          type="date"
          value={list.get("expiresBefore")}
          onChange={({ target }) => list.set("expiresBefore", target.value)}
        />
      </label>
      {isFiltered && (
        <button type="button" className="quiet" onClick={() => list.setAll(NONE)}>
          {texts.clear}
        </button>
      )}
    </search>
  );
}

function optionsOf(statuses: readonly (keyof typeof common.statuses)[]): (readonly [value: string, text: string])[] {
  return [["", texts.any], ...statuses.map((status) => [status, common.statuses[status]] as const)];
}
