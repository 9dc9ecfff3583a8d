// Texts of the portfolio screen.
const partners = (count: number | string) => (count === 1 || count === "1" ? "1 partner" : `${count} partners`);
const inDays = (days: number) =>
  days < 0
    ? days === -1
      ? "yesterday"
      : `${-days} days ago`
    : days === 0
      ? "today"
      : days === 1
        ? "tomorrow"
        : `in ${days} days`;

export const portfolio = {
  about: (program: string, timeZone: string) => `${program}. Days begin and end in ${timeZone}.`,
  state: {
    label: "Where things stand",
    decision: "Next decision",
    noDecision: "No further decision within a year",
    inDays,
    data: "Data through",
    noData: "Nothing computed yet",
    upToDate: "The last day that is over",
    behind: (days: number) => (days === 1 ? "1 day behind" : `${days} days behind`),
    report: "MRR report",
    noReport: "None has run",
    due: (day: string) => `The next one is due by ${day}`,
    late: (day: string) => `The next one is late: it was due by ${day}`,
    work: "Jobs",
    running: (count: string) => `${count} running`,
    idle: "None runs",
    waiting: (count: string) => `${count} waiting`,
    failed: (count: string) => `${count} failed in the last 7 days`,
    lateJobs: (count: number) => (count === 1 ? "1 is late" : `${count} are late`),
    fine: "None has failed in the last 7 days",
    doubtful: "Doubtful in the data",
    severe: (count: string) => `${count} severe`,
    inAll: (count: string) => `${count} in all`,
    nothingDoubtful: "Nothing",
    notLooked: "Not looked for yet",
  },
  tiers: {
    title: "Partners by tier",
    now: "Now",
    nowShort: "now",
    months: "Shown",
    monthsOf: (count: number) => `${count} months`,
    list: "Partners by tier now",
    day: "Day",
    of: (total: string) => `of ${partners(total)} hold a tier`,
    tier: "Tier",
    since: (month: string) => `Since ${month}`,
    unchanged: "same",
    caption: {
      empty: "No partner has joined yet.",
      one: (held: string, all: string) => `${held} of ${partners(all)} hold a tier.`,
      more: (held: string, all: string, change: string, day: string) =>
        `${held} of ${partners(all)} hold a tier, ${change} than on ${day}.`,
      same: (held: string, all: string, day: string) =>
        `${held} of ${partners(all)} hold a tier, as many as on ${day}.`,
      moreBy: (count: string) => `${count} more`,
      fewerBy: (count: string) => `${count} fewer`,
    },
    mrr: {
      none: (name: string) => `${name} is not known of any of these days.`,
      one: (name: string, day: string) => `${name} is known of one of these days only, ${day}.`,
      level: (name: string, day: string) => `${name} is about what it was on ${day}.`,
      begun: (name: string, day: string, amount: string) => `${name} was nothing on ${day}, and is ${amount} now.`,
      risen: (name: string, by: string, day: string) => `${name} has risen by ${by} since ${day}.`,
      fallen: (name: string, by: string, day: string) => `${name} has fallen by ${by} since ${day}.`,
      highest: (amount: string, day: string) => ` Its highest was ${amount} on ${day}.`,
      lowest: (amount: string, day: string) => ` Its lowest was ${amount} on ${day}.`,
      sold: "Sold MRR",
      managed: "Managed MRR",
    },
  },
  movers: {
    title: "Who rose and fell",
    on: "Decided on",
    label: "Who is shown",
    all: "All",
    rose: "Rose",
    fell: "Fell",
    empty: "Nobody rose or fell by the newest decision.",
    noneRose: "Nobody rose by the newest decision.",
    noneFell: "Nobody fell by the newest decision.",
    edition: "Only the rules have changed, not its numbers.",
    gate: (metric: string, before: string, actual: string, required: string) =>
      `${metric} ${before} → ${actual}, needs ${required}`,
    beyond: "more than",
    gained: (metric: string) => `${metric}: now it is`,
    lost: (metric: string) => `${metric}: no longer`,
    to: "to",
  },
  risk: {
    title: "About to fall",
    about: "If nothing is sold or certified until then, and activity goes on",
    label: "Within which decisions",
    within: { "3": "Next three", "2": "Next two", "1": "Next one" },
    empty: "Nobody is foreseen to fall.",
    mrrOn: "MRR, on",
    counts: "counts until",
    until: "until",
    tooLow: "too low already",
    unknown: "The rules in force then do not have its tier.",
  },
  near: {
    title: "Nearest to the next tier",
    about: "By the newest computed day",
    empty: "Nobody lacks anything for a next tier.",
    lacks: (missing: string, required: string, metric: string) => `${metric}: ${missing} short of ${required}`,
    flag: (metric: string) => `${metric}: not yet`,
    held: "Holds it still, its numbers no longer reach it",
  },
  work: {
    title: "Jobs",
    all: "All jobs",
    empty: "Nothing runs, and nothing has failed in the last 7 days.",
  },
  findings: {
    title: "Doubtful in the data",
    about: (day: string) => `Looked for as of ${day}`,
    never: "Nobody has looked yet; a worker does so within an hour.",
    none: "Nothing is doubtful.",
    alsoNone: (count: number) =>
      count === 1
        ? "1 other kind was looked for, and nothing found."
        : `${count} other kinds were looked for, and nothing found.`,
    severities: { HIGH: "High", MEDIUM: "Medium", LOW: "Low" },
    see: (count: string, says: string) => `${count}: ${says}`,
    unknown: "There is no such kind of findings.",
    empty: "There are none any more.",
    size: (is: string) => `Size: ${is}.`,
    columns: {
      partner: "Partner",
      client: "Client",
      employee: "Employee",
      period: "Month",
      detail: "About",
      size: "Size",
      foundAt: "Found",
    },
  },
};
