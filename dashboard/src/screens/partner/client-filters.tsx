// What narrows the clients down. All of it stands in the address.
import { useEffect, useRef } from "react";
import type { List } from "../../parts/use-list";
import { common } from "../../texts/common";
import { clients } from "../../texts/partner";

const texts = clients.filters;
const SOLD = ["COUNTED", "PENDING_REPORT", "EXPIRED", "NOT_SOLD_BY_PARTNER"] as const;
const MANAGED = ["COUNTED", "PENDING_REPORT", "NO_ACCESS", "DOMAIN_MISMATCH", "NO_RECENT_ACTIVITY"] as const;
const NONE = { name: null, sold: null, managed: null, expiresBefore: null };
const PAUSE = 300; // milliseconds without a key after which is searched

export function ClientFilters({ list, isFiltered }: { list: List; isFiltered: boolean }) {
  return (
    <search className="filters">
      <NameFilter list={list} />
      <StatusFilter list={list} name="sold" statuses={SOLD} />
      <StatusFilter list={list} name="managed" statuses={MANAGED} />
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

function NameFilter({ list }: { list: List }) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const input = useRef<HTMLInputElement>(null);
  const value = list.get("name");
  useEffect(() => {
    if (input.current && document.activeElement !== input.current) input.current.value = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <label>
      {texts.name}
      <input
        ref={input}
        type="search"
        maxLength={255}
        defaultValue={value}
        onChange={({ target }) => {
          clearTimeout(timer.current);
          timer.current = setTimeout(() => list.set("name", target.value), PAUSE);
        }}
      />
    </label>
  );
}

interface StatusProps {
  list: List;
  name: "sold" | "managed";
  statuses: readonly (keyof typeof common.statuses)[];
}

function StatusFilter({ list, name, statuses }: StatusProps) {
  return (
    <label>
      {texts[name]}
      <select value={list.get(name)} onChange={({ target }) => list.set(name, target.value)}>
        <option value="">{texts.any}</option>
        {statuses.map((status) => (
          <option key={status} value={status}>
            {common.statuses[status]}
          </option>
        ))}
      </select>
    </label>
  );
}
