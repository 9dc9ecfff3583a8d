// The two days that are compared, as the address has them or as they usually are.

interface Usual {
  /** The as-of day of the newest decision. */
  decided: string | null;
  newest: string | null;
  joined: string;
}

export interface Span {
  from: string;
  to: string;
  /** Whether the two can be compared. */
  valid: boolean;
}

/** From the numbers of the newest decision to the newest ones; without a decision, from the day of joining on. */
export function spanOf(from: string, to: string, { decided, newest, joined }: Usual): Span {
  const until = to || newest || "";
  const usual = decided && decided < until ? decided : joined;
  const since = from || usual;
  return {
    from: since,
    to: until,
    valid: since !== "" && until !== "" && since < until && (!newest || until <= newest),
  };
}
