// Has a text checked while it is typed: a moment after the last key, one at a time, and only the newest answer counts.
import { useEffect, useState } from "react";
import { useClient } from "urql";
import { persisted } from "../../api/documents";
import { codeOf, describe } from "../../api/errors";
import { graphql } from "../../gql";
import type { CheckDraftMutation } from "../../gql/graphql";
import { common } from "../../texts/common";

const PAUSE = 500; // milliseconds without a key
const AGAIN = 3_000;
export const MOST_BYTES = 65_536;

const CheckDraft = graphql(`
  mutation CheckDraft($text: String!, $backdate: Boolean!) {
    checkEdition(input: { text: $text, backdate: $backdate }) {
      userErrors { code message }
      warnings
      notApplied
      decidedAnew { days { first last } decisions { first last } }
    }
  }
`);

export type Checked = NonNullable<CheckDraftMutation["checkEdition"]>;

export interface Check {
  /** What was found of the newest text that was checked; null before the first answer. */
  found: Checked | null;
  /** The text of which it was found. */
  of: string | null;
  /** Why it could not be checked; empty where it could. */
  failure: string;
}

export function useCheck(text: string, { backdate = false, pause = false } = {}): Check & { checking: boolean } {
  const client = useClient();
  const [check, setCheck] = useState<Check & { backdate: boolean }>({ found: null, of: null, failure: "", backdate });
  const [tries, setTries] = useState(0);
  const current = check.of === text && check.backdate === backdate;
  const settled = current && check.failure === "";
  const skip = pause || settled || bytesOf(text) > MOST_BYTES;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `tries` has it ask again
  useEffect(() => {
    if (skip) return;
    let ended = false;
    let again: ReturnType<typeof setTimeout> | undefined;
    const timer = setTimeout(async () => {
      const { data, error } = await client.mutation(persisted(CheckDraft), { text, backdate });
      if (ended) return;
      const found = data?.checkEdition ?? null;
      const limited = error && codeOf(error) === "RATE_LIMITED";
      const failure = found || limited ? "" : error ? describe(error) : common.states.failed;
      if (found) setCheck({ found, of: text, failure, backdate });
      else {
        if (failure) setCheck((before) => ({ ...before, failure }));
        const seconds = Number(error?.graphQLErrors[0]?.extensions.retryAfter);
        again = setTimeout(() => setTries((before) => before + 1), seconds > 0 ? seconds * 1_000 : AGAIN);
      }
    }, PAUSE);
    return () => {
      ended = true;
      clearTimeout(timer);
      clearTimeout(again);
    };
  }, [client, text, backdate, skip, tries]);

  return { ...check, checking: !skip };
}

export function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
