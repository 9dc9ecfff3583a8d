// Why a client does not count, in words.
import { formatDay } from "../../parts/format";
import { why as texts } from "../../texts/partner";

type Status =
  | "COUNTED"
  | "DOMAIN_MISMATCH"
  | "EXPIRED"
  | "NOT_SOLD_BY_PARTNER"
  | "NO_ACCESS"
  | "NO_RECENT_ACTIVITY"
  | "PENDING_REPORT";

export interface Credits {
  sold: { status: Status; mrr: { amount: string } };
  managed: { status: Status; mrr: { amount: string } };
}

/** What is known besides of a credit; looked up later than the credit itself. */
export interface Behind {
  countsFrom?: string | null;
  lastActiveOn?: string | null;
  matchedEmployee?: { name?: string | null; email: string } | null;
  matchedAccess?: { emailDomain: string; partnerDomains: readonly string[]; endsOn?: string | null } | null;
}

/** Reasons, each a sentence; none where both credits count. A reason that both have is told once. */
export function whyNot(credits: Credits, soldOn: string | null, behind: Behind | null): string[] {
  const { sold, managed } = credits;
  const reasons = [sold.status, managed.status]
    .filter((status) => status !== "COUNTED")
    .map((status) => reasonOf(status, soldOn, behind));
  const counted = [sold, managed].filter(({ status }) => status === "COUNTED");
  if (counted.length > 0 && counted.every(({ mrr }) => Number(mrr.amount) === 0)) reasons.push(texts.zero);
  return [...new Set(reasons)];
}

function reasonOf(status: Exclude<Status, "COUNTED">, soldOn: string | null, behind: Behind | null): string {
  const who = behind?.matchedEmployee ? nameOf(behind.matchedEmployee) : null;
  const { emailDomain = null, partnerDomains = [], endsOn } = behind?.matchedAccess ?? {};
  const day = (value: string | null | undefined) => (value ? formatDay(value) : null);
  switch (status) {
    case "EXPIRED":
      return texts.EXPIRED(day(soldOn));
    case "NOT_SOLD_BY_PARTNER":
      return texts.NOT_SOLD_BY_PARTNER;
    case "PENDING_REPORT":
      return texts.PENDING_REPORT(day(behind?.countsFrom));
    case "NO_ACCESS":
      return texts.NO_ACCESS(who, day(endsOn));
    case "DOMAIN_MISMATCH":
      return texts.DOMAIN_MISMATCH(who, emailDomain, partnerDomains);
    case "NO_RECENT_ACTIVITY":
      return texts.NO_RECENT_ACTIVITY(who, day(behind?.lastActiveOn));
  }
}

export function nameOf({ name, email }: { name?: string | null; email: string }): string {
  return name || email;
}
