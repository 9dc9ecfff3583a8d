// Texts of the screen of one partner.

const joined = (parts: readonly string[]) => new Intl.ListFormat("en", { type: "conjunction" }).format(parts);

export const partner = {
  missing: {
    title: "No such partner",
    text: "There is no partner with this id, or it is not yours to see.",
    back: "To all partners",
  },
  about: {
    through: (day: string) => `Numbers as of ${day}`,
    notComputed: "No day is computed yet",
    activity: (day: string) => `last active on ${day}`,
    report: (month: string, day: string) => `MRR report of ${month}, which ran on ${day}`,
    joined: (day: string) => `takes part since ${day}`,
  },
  whatIf: "What if …",
  open: "Open the whole partner",
  provisional: "Provisional: the MRR report that was due by this day had not run. Amounts may still change.",
};

export const head = {
  title: "Tier",
  credited: "Credited tier",
  since: (day: string) => `since ${day}`,
  never: "No decision has given one yet",
  notNow: "By the newest decision",
  performing: "Performance today",
  performingOn: (day: string) => `by the numbers of ${day}`,
  next: "Next decision",
  nextOn: (day: string) => `foreseen for ${day}`,
  noNext: "None is foreseen",
  noNumbers: "No numbers yet",
  joins: (day: string) =>
    `It takes part from ${day} on. Its numbers come with the first day that is computed after that.`,
  certified: (day: string) => `Certified until ${day}`,
  notCertified: "Not certified today",
};

export const keeping = {
  same: (tier: string) => `Performance gives ${tier}, the tier that is held.`,
  none: "No tier is held, and performance gives none.",
  held: (tier: string, decided: string, asOf: string, next: string | null) =>
    `Performance no longer reaches ${tier}. The decision of ${decided}, on the numbers of ${asOf}, still holds` +
    (next ? `: tiers change only by decisions, and the next one is on ${next}.` : "."),
  ahead: (performing: string, next: string | null) =>
    `Performance already gives ${performing}` +
    (next ? `. It is not credited before a decision: the next one is on ${next}.` : "."),
  regains: (tier: string, day: string) => `By ${day} the numbers are foreseen to reach ${tier} again.`,
  falls: (tier: string, day: string, why: string) => `Falls to ${tier} on ${day}${why ? `: ${why}` : ""}.`,
  rises: (tier: string, day: string) => `Rises to ${tier} on ${day} if it stays so.`,
  stays: (tier: string, day: string) => `By what is known now, ${tier} is held up to ${day} at least.`,
  staysNone: (day: string) => `By what is known now, no decision up to ${day} gives a tier.`,
  termOf: (tier: string, months: number) => `The rules keep ${tier} for ${months} months after a rise to it.`,
  firstTerm: (months: number) => `The rules keep a partner's first tier for ${months} months.`,
  windowOfDays: (days: number) =>
    `By the rules a fall goes no lower than the best tier performed on the last ${days} deciding days.`,
  windowOfMonths: (months: number) =>
    `By the rules a fall goes no lower than the best tier performed in the last ${months} months.`,
  fallNever: "By the rules, tiers never fall.",
  fallAnniversary: "By the rules, tiers fall only on the anniversary of joining.",
  fallMonths: (months: readonly string[]) => `By the rules, tiers fall only in ${joined(months)}.`,
  approval: "By the rules, a fall waits until an operator has approved it.",
  notWhileProvisional: "By the rules, provisional numbers make nobody fall.",
};

export const gates = {
  title: "Gates",
  limits: (tier: string) => `· keeps from ${tier}`,
  way: (place: number, tier: string) => `Way ${place} to ${tier}`,
  anyOf: (tier: string) => `There are several ways to ${tier}; one of them is enough.`,
  lacks: (tier: string, lacking: readonly string[]) => `${tier} still takes ${joined(lacking)}.`,
  lack: (missing: string, name: string) => `${missing} more of ${name}`,
  lackFlag: (name: string) => `"${name}"`,
  noNumber: (name: string) => `${name}, which has no number yet`,
  reached: (tier: string) => `All gates of ${tier}, the highest tier, pass.`,
  wouldReach: (tier: string) => `All gates of ${tier} pass this way.`,
  narrowest: (name: string, share: string) => `The narrowest is ${name}, ${share} above what it takes.`,
  columns: { metric: "Metric", actual: "Now", limits: "Keeps from it" },
  takes: (tier: string) => `${tier} takes`,
  above: (value: string) => `more than ${value}`,
  limiting: "yes",
  notLimiting: "no",
  why: "What is behind",
  noGates: "The rules ask nothing for any tier.",
};

export const forecast = {
  title: "Next decisions",
  assume: "Taken to happen",
  assumptions: {
    ACTIVITY_CONTINUES: "Activity goes on as it is",
    NO_FURTHER_FACTS: "Nobody is active any more",
  },
  empty: "No decision is foreseen.",
  ends: (count: number) => (count === 1 ? "One credit ends before it:" : `${count} credits end before it:`),
  ending: (name: string, amount: string, way: string, day: string) => `${name}, ${amount} ${way}, counts up to ${day}`,
  more: (count: number) => `and ${count} more`,
  of: (name: string, actual: string, required: string) => `${name} is ${actual} of ${required}`,
  flag: (name: string, actual: string) => `"${name}" is ${actual}`,
  for: (tier: string, shortfall: string) => `For ${tier}: ${shortfall}`,
  hidden: "A client you cannot see",
};

export const history = {
  title: "History and forecast",
  about: (tiers: boolean) =>
    `What was decided, then the numbers of now; dashed, what is foreseen.${
      tiers ? " Bands show what each tier takes by today's rules, the strip below which tier is held." : ""
    }`,
  empty: "There are no decisions yet.",
  rose: (name: string, share: string, since: string, now: string) =>
    `${name} has risen by ${share} since ${since}, to ${now}`,
  fell: (name: string, share: string, since: string, now: string) =>
    `${name} has fallen by ${share} since ${since}, to ${now}`,
  moved: (name: string, before: string, since: string, now: string) =>
    `${name} was ${before} in ${since} and is ${now} now`,
  same: (name: string, since: string, now: string) => `${name} is ${now}, as in ${since}`,
  single: (name: string, now: string) => `${name} is ${now}`,
  foreseen: (value: string, day: string) => `; ${value} is foreseen for ${day}.`,
  foreseenSame: "; no change is foreseen.",
  end: ".",
  columns: { day: "From", kind: "", value: "Value", tier: "Tier held" },
  kinds: { decided: "decided", now: "now", foreseen: "foreseen" },
};

export const clients = {
  title: "Clients",
  about: (day: string) =>
    `What each client adds by the numbers of ${day}. Open one for everything that is known of it.`,
  empty: "No client fits these filters.",
  none: "No client appears under this partner on the newest computed day: it sold none, and none of its people has access to one.",
  filters: {
    name: "Name",
    sold: "Sold credit",
    managed: "Managed credit",
    expiresBefore: "Ends before",
    any: "Any",
    clear: "Show all",
  },
  columns: {
    client: "Client",
    together: "Adds",
    sold: "Sold",
    managed: "Managed",
    ends: "First end",
    apps: "Apps used",
    active: "Who was active",
    why: "Why it does not count",
    registered: "Registered",
    id: "Id",
  },
  until: (day: string) => `up to ${day}`,
  soldOn: (day: string) => `sold ${day}`,
  accessOn: (day: string) => `access ${day}`,
  short: {
    COUNTED: "Counts",
    DOMAIN_MISMATCH: "Other domain",
    EXPIRED: "Expired",
    NOT_SOLD_BY_PARTNER: "Not sold by it",
    NO_ACCESS: "No access",
    NO_RECENT_ACTIVITY: "Inactive",
    PENDING_REPORT: "Waits for a report",
  },
  activeOn: (day: string) => `on ${day}`,
  nobody: "Nobody lately",
  inMedian: "in the median",
};

export const why = {
  EXPIRED: (soldOn: string | null) =>
    soldOn
      ? `It was sold on ${soldOn}, and the time in which a sale counts is over.`
      : "The time in which its sale counts is over.",
  NOT_SOLD_BY_PARTNER: "This partner did not sell it.",
  PENDING_REPORT: (from: string | null) =>
    from
      ? `It waits for its first MRR report, and counts from ${from} on.`
      : "It waits for the first MRR report of a month after its registration.",
  NO_ACCESS: (who: string | null, ended: string | null) =>
    who && ended
      ? `Nobody has access to its account: that of ${who} ended on ${ended}.`
      : "Nobody of the partner has access to its account.",
  DOMAIN_MISMATCH: (who: string | null, domain: string | null, domains: readonly string[]) =>
    who && domain
      ? `${who} has access with an address at ${domain}, which is not ${
          domains.length > 0 ? `one of the partner's domains (${domains.join(", ")})` : "a domain of the partner"
        }.`
      : "Whoever has access has an address that is not in one of the partner's domains.",
  NO_RECENT_ACTIVITY: (who: string | null, last: string | null) =>
    who && last
      ? `${who} was the last one active in its account, on ${last}, which is too long ago.`
      : who
        ? `${who} has access, and has not been active in its account for long.`
        : "Nobody with access has been active in its account lately.",
  zero: "It counts with nothing, as the MRR report in force has nothing of it.",
};

export const client = {
  title: "Client",
  registered: "Registered",
  country: "Country",
  id: "Id",
  mrr: "Counted MRR",
  soldOn: "Sold on",
  credits: "What it adds",
  creditsOf: (name: string) => `What it adds to ${name}`,
  creditColumns: { way: "As", amount: "Amount", status: "Status", from: "First day", until: "Last day" },
  apps: "Apps in use",
  appsNote: (count: number) => `${count} of them count within the window of the rules.`,
  noApps: "Nobody used any app in its account in the last year.",
  appColumns: { app: "App", last: "Last used" },
  accesses: "Who has access",
  noAccess: "None of the partner's people ever had access to its account.",
  accessColumns: { who: "Who", from: "From", to: "Until", active: "Last active" },
  gone: "This client does not appear under the partner on the newest computed day.",
  parts: "Of these product lines",
  partColumns: { line: "Line", reported: "Reported", rate: "Rate", share: "Adds", until: "Last day" },
  allLines: "all together",
};

export const explanation = {
  title: (name: string) => `What is behind ${name}`,
  about: (day: string) => `On ${day}, by the facts of now.`,
  differs: (stored: string, now: string) =>
    `The run of that day came to ${stored}; by the facts of now it would be ${now}. The next run takes them in.`,
  none: "The partner has no such number on the newest computed day.",
  empty: "Nothing adds to it.",
  rows: (shown: number, total: number) => (shown < total ? `${shown} of ${total}` : `${total} in all`),
  more: "Show up to 500",
  columns: { what: "What", amount: "Adds", as: "As", days: "Counts" },
  certification: "Certification",
  from: (day: string) => `from ${day}`,
  until: (day: string) => `up to ${day}`,
  range: (from: string, until: string) => `${from} to ${until}`,
  inMiddle: "in the middle: it makes the median",
  lifts: "one more app of this client lifts the median",
  active: (who: string, day: string) => `${who}, last active on ${day}`,
  measure: (name: string, day: string) => `${name} of ${day}`,
};

export const decisions = {
  title: "Decisions",
  empty: "No decision about this partner has taken effect yet.",
  columns: { day: "In effect from", tier: "Tier", revision: "Revision", known: "Decided" },
  performing: (tier: string) => `performed ${tier}`,
  one: (day: string) => `Decision of ${day}`,
  about: (asOf: string, edition: string) => `On the numbers of ${asOf}, by the rules "${edition}".`,
  none: "There is no such decision.",
  revisions: "Revisions",
  revisionsNote: "A decision is never rewritten. Facts that came later added a revision.",
  revisionColumns: { revision: "Revision", tier: "Tier", known: "Decided", superseded: "Held until" },
  latest: "it is the latest",
  shown: "shown below",
  credits: (revision: number) => `Clients that revision ${revision} rests on`,
  noCredits: "No client appeared under the partner.",
};

export const changes = {
  title: "What changed",
  from: "From",
  to: "To",
  same: "Both days have the same numbers.",
  none: "The partner had not joined by the earlier day.",
  notYet: "There are no two days to compare yet.",
  pick: "The earlier day must lie before the later one, and the later one must have closed.",
  tiers: (before: string, after: string) =>
    before === after
      ? `The numbers of both days give ${before}.`
      : `The numbers gave ${before}, and now give ${after}.`,
  was: (before: string, after: string) => `${before} → ${after}`,
  columns: { client: "Client", before: "Before", after: "After", difference: "Difference", cause: "Why" },
  more: (shown: number, total: number) => `The ${shown} greatest differences of ${total}.`,
  showMore: "Show all, up to 500",
  noClients: "No single client is behind it.",
  causes: {
    ACCESS_ENDED: "Nobody that makes it count has access any more",
    ACCESS_GRANTED: "An employee got access",
    ACTIVE_AGAIN: "An employee was active again",
    ACTIVITY_LAPSED: "Nobody with access has been active for long enough",
    EDITION: "The rules say something else",
    EXPIRED: "The time in which its sale counts is over",
    REGISTERED: "It has registered",
    REPORT: "Another MRR report is in force",
    SALE_ENDED: "A sale has ended",
    SHARED: "Others manage it too, or no longer do",
    SOLD: "It was sold",
  },
};

export const employees = {
  title: "Employees",
  empty: "No employee of this partner is known.",
  columns: {
    who: "Who",
    access: "Makes count",
    active: "Last active",
    credentials: "Credentials",
    left: "Left",
  },
  clients: (count: number) => (count === 1 ? "1 client" : `${count} clients`),
  atLeast: (count: number) => (count === 0 ? "not known" : `at least ${count}`),
  nobody: "no client",
  notWhole: (count: number) =>
    `This partner has more than ${count} clients: of those that add least to its numbers it is not told here.`,
  inClient: (name: string) => `in ${name}`,
  about:
    "Of each client the one is told who makes it count, or comes nearest to it. Last active: in these clients, as far back as the rules look.",
};

export const ways: Record<string, string> = { SOLD: "sold", MANAGED: "managed" };
