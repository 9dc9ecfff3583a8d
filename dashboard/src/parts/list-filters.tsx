// What narrows a list down. What is chosen stands in the address at once, what is typed when the typing pauses.
import { useEffect, useState } from "react";
import type { List } from "./use-list";

/** Milliseconds without a key after which what is typed is looked for. */
const PAUSE = 250;

interface Props {
  list: List;
  name: string;
  label: string;
}

interface SelectProps extends Props {
  /** The values in the address with what people read, in this order. */
  options: readonly (readonly [value: string, text: string])[];
}

export function SelectFilter({ list, name, label, options }: SelectProps) {
  return (
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
}

interface TypedProps extends Props {
  hint?: string;
  type?: "text" | "search";
  maxLength?: number;
}

export function TypedFilter({ list, name, label, hint, type = "text", maxLength = 255 }: TypedProps) {
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
