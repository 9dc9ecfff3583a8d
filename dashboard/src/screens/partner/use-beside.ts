// What is open beside the screen stands in the address, so that a link leads to it and the back button closes it.
import { useSearchParams } from "wouter";

/** The value of a parameter, empty without one, and what takes it out of the address with all parameters that begin so. */
export function useBeside(name: string, prefix = `${name}.`): readonly [string, () => void] {
  const [search, setSearch] = useSearchParams();
  const close = () =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const key of [...next.keys()]) if (key === name || key.startsWith(prefix)) next.delete(key);
        return next;
      },
      { replace: true },
    );
  return [search.get(name) ?? "", close];
}
