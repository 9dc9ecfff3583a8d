// Chooses a client by a part of its name: of those of the partner, of all that one may see, or of the supposed ones.
import { useEffect, useId, useState } from "react";
import { useQuery } from "urql";
import { persisted } from "../../api/documents";
import { whatIf } from "../../texts/what-if";
import { WhatIfClient, WhatIfClients } from "./queries";

const PAUSE = 250;

export interface Named {
  externalId: string;
  name: string;
}

interface Props {
  label: string;
  value: string;
  /** Clients to choose from before anything is typed. */
  own: readonly Named[];
  supposed: readonly Named[];
  onChange(externalId: string): void;
}

export function ClientField({ label, value, own, supposed, onChange }: Props) {
  const texts = whatIf.choices;
  const id = useId();
  const known = [...supposed.map((one) => ({ ...one, name: texts.supposed(one.name || texts.unnamed) })), ...own];
  const [text, setText] = useState<string | null>(null);
  const [search, setSearch] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSearch(text?.trim() ?? ""), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);

  const [found] = useQuery({ query: persisted(WhatIfClients), variables: { search }, pause: !search });
  const chosen = known.find((one) => one.externalId === value);
  const [lookedUp] = useQuery({
    query: persisted(WhatIfClient),
    variables: { externalId: value },
    pause: !value || chosen !== undefined,
  });
  // What was looked up before stays until the next is there.
  const stranger = lookedUp.fetching ? undefined : lookedUp.data?.client;
  const name = chosen?.name ?? (value && stranger?.name);
  const unknown = value && !chosen && stranger === null;
  const options = [...known, ...((search && found.data?.clients?.nodes) || [])].filter(
    (one, at, all) => all.findIndex((other) => other.externalId === one.externalId) === at,
  );

  function type(next: string) {
    const match = options.find((one) => next === labelOf(one) || next === one.externalId);
    setText(match ? null : next);
    onChange(match?.externalId ?? "");
  }

  return (
    <label>
      {label}
      <input
        list={id}
        value={text ?? (name ? labelOf({ externalId: value, name }) : value)}
        placeholder={texts.clientHint}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => type(target.value)}
      />
      <datalist id={id}>
        {options.map((one) => (
          <option key={one.externalId} value={labelOf(one)} />
        ))}
      </datalist>
      {unknown && <span className="refusal">{texts.unknownClient}</span>}
    </label>
  );
}

function labelOf({ externalId, name }: Named): string {
  return externalId.startsWith("what-if ") ? name : `${name} · ${externalId}`;
}
