// Texts of the editions, and their rules in words.
import { formatDay, formatNumber } from "../parts/format";

const MONTHS = Array.from({ length: 12 }, (_, month) =>
  new Intl.DateTimeFormat(undefined, { month: "long", timeZone: "UTC" }).format(Date.UTC(2000, month)),
);
const plural = (count: number, one: string, many = `${one}s`) => `${formatNumber(count)} ${count === 1 ? one : many}`;

export const listOf = (items: readonly string[], last = "and"): string =>
  items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} ${last} ${items.at(-1)}`;
const months = (of: readonly number[]) => listOf(of.map((month) => MONTHS[month - 1] ?? String(month)));

export const editions = {
  about: "The rules of the program as data: one edition follows another. A published one never changes.",
  list: {
    edition: "Edition",
    status: "Status",
    from: "In force from",
    until: "Until",
    changed: "Changed",
    actions: "What next",
    inForce: "In force",
    published: { past: "Published", future: "Published, to come" },
    draft: "Draft",
    withdrawn: "Withdrawn",
    by: (who: string) => `by ${who}`,
    newDraft: "Write a new draft",
    compareBefore: "Compare with the one before",
    compareInForce: "Compare with the one in force",
    edit: "Edit",
    empty: "There is no edition yet.",
    open: "open end",
    dryRuns: "Dry runs",
  },
  view: {
    unknown: (key: string) => `There is no edition ${key}, or it was withdrawn.`,
    period: (from: string, until: string | null) =>
      until ? `In force from ${formatDay(from)} to ${formatDay(until)}.` : `In force from ${formatDay(from)} on.`,
    draft: (from: string) => `A draft: nothing is decided by it. It names ${formatDay(from)} as its first day.`,
    backdated: (reason: string) => `Published for days that had been computed: ${reason}`,
    tiers: "Tiers",
    tiersAbout: "Lowest first. A partner performs the highest tier of which it passes all gates.",
    everybody: "Every partner reaches it.",
    or: "or",
    factors: "Lower or higher by the partner's country",
    invented: "Thresholds made up: the vendor has not published them",
    metrics: "What is measured",
    credits: "When a client counts",
    policy: "When it is decided, and what keeps a tier",
    currencies: "Currencies",
    counts: (currency: string) => `It counts in ${currency}.`,
    noOther: "It counts no other currency.",
    catalogues: "What counts by name",
    apps: (count: number) => `Apps (${count})`,
    sources: "Where its rules are published",
    noSources: "It names none.",
    text: "The file",
    textAbout: "TOML, as it was given.",
    compare: "Compare",
    edit: "Edit",
    tryIt: "Try it",
    copy: "New draft from this",
    metric: "Metric",
    unit: "Unit",
    meaning: "Definition",
    validFrom: "From",
    validUntil: "Until",
    currency: "Currency",
    worth: "Worth",
  },
  units: { MONEY: "Money", COUNT: "Count", RATIO: "Share", POINTS: "Points", FLAG: "Yes or no" },
  gate: {
    atLeast: (metric: string, minimum: string) => `${metric} of at least ${minimum}`,
    above: (metric: string, minimum: string) => `${metric} above ${minimum}`,
    flag: (metric: string) => metric,
    factor: (metrics: string, factor: string, countries: string) =>
      `${metrics}: thresholds times ${factor} for partners in ${countries}`,
  },
  credits: {
    sold: (span: string) => `The partner sold it, up to ${span} ago.`,
    soldBetween: (from: string | null, until: string | null) =>
      from && until
        ? `Only sales from ${formatDay(from)} to ${formatDay(until)}.`
        : from
          ? `Only sales from ${formatDay(from)} on.`
          : `Only sales until ${formatDay(until ?? "")}.`,
    kinds: (kinds: string) => `Only sales of kind ${kinds}.`,
    lines: (lines: string) => `Only product lines of ${lines}.`,
    managed: (span: string) =>
      `An employee of the partner has access to its account and was active there in the last ${span}.`,
    logins: { true: "A login alone is activity.", false: "A login alone is no activity." },
    split: {
      full: "Each of several managers gets the whole amount.",
      even: "Several managers share the amount evenly.",
    } as Readonly<Record<string, string>>,
  },
  spans: { days: (count: number) => plural(count, "day"), months: (count: number) => plural(count, "month") },
  metrics: {
    sum: (ways: string) => `The MRR of the clients that count as ${ways}.`,
    countClients: (ways: string) => `How many clients count as ${ways}.`,
    countLines: (ways: string) => `How many different product lines count as ${ways}.`,
    paying: "Only those that add more than 0.",
    share: (part: string, whole: string) => `The part of the MRR counted as ${whole} that counts as ${part}.`,
    medianApps: (ways: string, span: string) =>
      `The median, over the clients that count as ${ways} and add more than 0, of how many of the listed apps each used in the last ${span}.`,
    medianMrr: (ways: string) => `The median MRR of the clients that count as ${ways} and add more than 0.`,
    reduce: {
      sum: "The sum of",
      mean: "The mean of",
      latest: "The newest value of",
      net_change: "The net change of",
    } as Readonly<Record<string, string>>,
    measure: (reduced: string, name: string, of: string) => `${reduced} the measure “${name}” of ${of}.`,
    ofPartner: "the partner",
    ofClients: "its clients",
    window: {
      days: (count: number) => `Of the last ${plural(count, "day")}.`,
      months: (count: number) => `Of the last ${plural(count, "month")}.`,
      whole_months: (count: number) =>
        count === 1 ? "Of the month so far." : `Of the month so far and ${plural(count - 1, "whole month")} before it.`,
    },
    monthsAgo: (count: number) => `As of ${plural(count, "month")} before.`,
    fromZero: "What has no value by the beginning grows from 0.",
    people: (catalogues: string) => `How many employees hold credentials of ${catalogues}.`,
    each: (count: number) => `Each needs ${count} different ones.`,
    points: "Points:",
    best: "The best of these counts.",
    term: (points: string, per: string, what: string) => `${points} for each ${per} of ${what}`,
    wholeSteps: "whole ones only",
    upTo: (cap: string) => `at most ${cap}`,
    requires: (gates: string) => `once ${gates}`,
    ratio: (numerator: string, denominator: string) => `${numerator} divided by ${denominator}.`,
    atMost: (most: string) => `More than ${most} to divide by counts as ${most}.`,
    whenEmpty: (value: string) => `${value} where there is nothing to divide by.`,
    certified: "Whether a certification of the partner covers the day.",
    flag: (name: string) => `Whether the newest value of the measure “${name}” is above 0.`,
    coverage: (areas: string) => `Whether each area in use is covered: ${areas}.`,
    area: (used: string, needs: string) => `${needs} where there is ${used}`,
    factor: (factor: string, countries: string) => `Times ${factor} for clients in ${countries}.`,
  },
  policy: {
    daily: "Tiers are decided each day.",
    monthly: (day: number, of: readonly number[]) =>
      of.length === 0 || of.length === 12
        ? `Tiers are decided on day ${day} of every month, by the day before.`
        : `Tiers are decided on day ${day} of ${months(of)}, by the day before.`,
    move: (what: string, on: string, of: readonly number[], day: number | null) =>
      ({
        ALWAYS: `Partners can ${what} on every deciding day.`,
        NEVER: `Partners never ${what}.`,
        ANNIVERSARY: `Partners can ${what} once a year, on the first deciding day since the anniversary of their joining.`,
        MONTHS:
          day === null
            ? `Partners can ${what} on the deciding days in ${months(of)}.`
            : `Partners can ${what} on day ${day} of ${months(of)}.`,
      })[on] ?? on,
    rise: "rise",
    fall: "fall",
    keptDays: (count: number) => `A fall goes to the best tier performed on the last ${plural(count, "deciding day")}.`,
    keptMonths: (count: number) =>
      `A fall goes to the best tier performed on the deciding days of the last ${plural(count, "month")}.`,
    keptNot: "Nothing that was performed before keeps a tier: the day's own numbers decide.",
    mustHold: (metrics: string) => `${metrics} must pass on the day itself, whatever was performed before.`,
    term: (tier: string, count: number) => `${tier} cannot be lost for ${plural(count, "month")} after a rise to it.`,
    firstTerm: (count: number) => `A partner's first tier cannot be lost for ${plural(count, "month")}.`,
    provisional: {
      true: "A decision on provisional data may be a fall.",
      false: "A decision on provisional data is never a fall.",
    },
    approval: "A fall waits for an operator's approval.",
    carried: (before: string, now: string | null) =>
      now
        ? `Who had ${before} in the edition before has ${now}.`
        : `Who had ${before} in the edition before has no tier.`,
  },
  compare: {
    title: (before: string, after: string) => `${before} and ${after}`,
    with: "Compare",
    and: "with",
    swap: "The other way round",
    finding: (count: number, after: string, before: string) =>
      count === 0
        ? `${after} says the same as ${before}.`
        : `${after} says ${plural(count, "thing")} otherwise than ${before}.`,
    place: "Place in the file",
    kinds: { ADDED: "New", CHANGED: "Changed", REMOVED: "Gone" },
    kind: "What",
  },
  editor: {
    title: (key: string) => `Draft ${key}`,
    newTitle: "New draft",
    about: "Nothing is decided by a draft. What you type stays in this tab until it is saved.",
    label: "The edition's file (TOML)",
    own: "Give it a key and a first day of its own.",
    restored: "This is what you typed in this tab and have not saved.",
    discard: "Discard it",
    save: "Save draft",
    saving: "Saving",
    saved: "Saved",
    unsaved: "Not saved",
    elsewhere: "The draft was saved by somebody else since you began. Saving now replaces that.",
    withdraw: "Withdraw",
    withdrawTitle: (key: string) => `Withdraw draft ${key}?`,
    withdrawExplain:
      "The draft is taken back, and its key is free again. Its text is not shown any more: copy it first if you need it.",
    withdrawSubmit: "Withdraw the draft",
    publish: "Publish",
    saveFirst: "Save the draft first",
    tooLong: (bytes: number) => `A file has at most 65,536 bytes, and this one has ${formatNumber(bytes)}.`,
    only: "Only drafts can be edited. Begin a new draft from this edition instead.",
  },
  check: {
    title: "Checks",
    checking: "Checking",
    fine: "Nothing keeps it from being published.",
    finding: (errors: number) => `${plural(errors, "thing")} to mend before it can be published.`,
    errors: "To mend",
    warnings: "Worth a look",
    notApplied: "Of its policy, not applied yet: by it no tiers are decided",
    anew: "Decided anew",
    line: (line: number) => `Line ${line}`,
    failed: "It could not be checked.",
    waits: (seconds: number) => `The server checks again in ${seconds} s.`,
  },
  anew: {
    none: "Nothing that is computed or decided changes.",
    days: (first: string, last: string) =>
      `The days from ${formatDay(first)} to ${formatDay(last)} are computed by another edition. They stay so until you have them computed again.`,
    decisions: (first: string, last: string) =>
      `The decisions from ${formatDay(first)} to ${formatDay(last)} were made by another edition. Deciding those months again adds a revision wherever the outcome differs.`,
  },
  publish: {
    title: (key: string) => `Publish ${key}?`,
    first: (key: string, day: string) => `From ${formatDay(day)} on, everything is decided by ${key}.`,
    final:
      "This cannot be undone. A published edition never changes and cannot be withdrawn; only a later edition ends it.",
    backdate: "Publish it although its first day is computed or decided already",
    reason: "Why",
    reasonHint: "Kept with the edition, and shown with it; at most 1,000 characters.",
    submit: (key: string, day: string) => `Publish ${key} from ${formatDay(day)} on`,
    done: (key: string) => `${key} is published.`,
    already: (key: string) => `${key} was published before, with the same content: nothing has changed.`,
    jobs: "Have days and months computed again",
    open: "Open the edition",
    blocked: "It cannot be published as it is:",
  },
  dryRun: {
    title: (number: string) => `Dry run ${number}`,
    about: (key: string) => `What ${key} would decide, beside the edition in force. Nothing of it takes effect.`,
    list: "Dry runs",
    listAbout: "The newest 50 that are complete are kept.",
    none: "None yet. Open an edition and choose “Try it”.",
    number: "Number",
    edition: "Edition",
    days: "Days",
    status: "Status",
    asked: "Asked for",
    statuses: {
      QUEUED: "Waits",
      RUNNING: "Runs",
      SUCCEEDED: "Complete",
      FAILED: "Failed",
      CANCELLED: "Cancelled",
    },
    tryTitle: (key: string) => `Try ${key}`,
    tryAbout:
      "Decides the whole portfolio by this edition on days of the past, beside the edition in force, and shows who would move.",
    which: "On which days",
    newest: "The newest day on which decisions took effect",
    on: "One day",
    range: "Several days, 24 at most",
    day: "Day",
    from: "From",
    to: "To",
    dayHint: "Days on which decisions take effect: the 15ths.",
    start: "Begin the dry run",
    queued: (ahead: number) => (ahead === 0 ? "It is next." : `${plural(ahead, "job")} before it.`),
    expected: "Should be done",
    cancel: "Cancel the dry run",
    cancelling: "It stops at its next step.",
    failed: (error: string) => `It failed: ${error}`,
    cancelled: "It was cancelled. Nothing is shown of one that is not complete.",
    retry: "Run it again",
    gone: "There is no such dry run, or none any more: the newest 50 are kept.",
    known: "By the facts and editions of",
    day1: "Day",
    inForce: "In force",
    partners: "Partners",
    moves: "Would move",
    finding: (day: string, all: number, up: number, down: number, key: string) =>
      up + down === 0
        ? `On ${formatDay(day)}, none of ${plural(all, "partner")} would move by ${key}.`
        : `On ${formatDay(day)}, ${formatNumber(up + down)} of ${plural(all, "partner")} would move by ${key}: ${formatNumber(up)} up, ${formatNumber(down)} down.`,
    before: "In force",
    after: "Tried",
    tiers: "Tiers before and after",
    legend: (which: string, key: string) => `${which}: ${key}`,
    tier: "Tier",
    difference: "Difference",
    matrix: "From which tier to which",
    matrixAbout: "Rows: by the edition in force. Columns: by the one that is tried. A number shows who they are.",
    fromTo: "In force / tried",
    show: (count: string, before: string, after: string) => `${count} from ${before} to ${after}`,
    who: "Who moves",
    partner: "Partner",
    change: "Change",
    gates: "What makes the difference",
    gate: (metric: string, actual: string, required: string, missing: string) =>
      `${metric}: ${actual}, needs ${required} (${missing} missing)`,
    gateAbove: (metric: string, actual: string, required: string, missing: string) =>
      `${metric}: ${actual}, needs more than ${required} (${missing} missing)`,
    filterChange: "Which",
    filterMoved: "All that move",
    filterAll: "All partners",
    filterUp: "Rises",
    filterDown: "Falls",
    filterBefore: "Tier in force",
    filterAfter: "Tier tried",
    any: "Any",
    other: "Beside another dry run",
    noOther: "None",
    differs: "Only where they differ",
    otherName: (number: string, key: string) => `${number}: ${key}`,
    noneSuch: "No partner is like that.",
  },
};
