// What is open beside the screen stands in the address, so that a link leads to it and the back button closes it.
import { useSearchParams } from "wouter";

/** The value of a parameter, empty without one, and what takes it and its own parameters (`name.*`) out of the address. */
export function useBeside(name: string): readonly [string, () => void] {
  const [search, setSearch] = useSearchParams();
  const close = () =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const key of [...next.keys()]) if (key === name || key.startsWith(`${name}.`)) next.delete(key);
        return next;
      },
      { replace: true },
    );
  return [search.get(name) ?? "", close];
}

/** An answer without data as long as they are those of what was open before. */
export function awaiting<Answer extends { data?: unknown; fetching: boolean }>(answer: Answer, isIt: boolean): Answer {
  return answer.fetching && !isIt ? { ...answer, data: undefined } : answer;
}
