// Links of which one says what is shown now, as in a row of tabs; the choice stands in the address.
import { Link, useLocation, useSearchParams } from "wouter";
import { formatNumber } from "./format";

interface Props {
  label: string;
  /** The name in the address. */
  name: string;
  /** The value in the address; the first is shown where none is there. */
  options: readonly { value: string; name: string; count?: number | undefined }[];
  /** Whatever else of the address begins with this goes back to its beginning, such as the page of the list. */
  resets?: string;
}

export function Choice({ label, name, options, resets }: Props) {
  const [search] = useSearchParams();
  const [path] = useLocation();
  const given = search.get(name);
  const current = options.find(({ value }) => value === given) ?? options[0];
  return (
    <nav className="choice" aria-label={label}>
      {options.map((option) => {
        const next = new URLSearchParams(search);
        if (resets) for (const key of [...next.keys()]) if (key.startsWith(resets)) next.delete(key);
        if (option === options[0]) next.delete(name);
        else next.set(name, option.value);
        return (
          <Link
            key={option.value}
            href={next.size > 0 ? `${path}?${next}` : path}
            aria-current={option === current ? "true" : undefined}
          >
            {option.name}
            {option.count !== undefined && <span className="number"> {formatNumber(option.count)}</span>}
          </Link>
        );
      })}
    </nav>
  );
}
