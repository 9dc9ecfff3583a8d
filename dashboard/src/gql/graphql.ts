/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** An employee's access to a client's account. */
export type AccessFact = {
  /** The client's external id. */
  client: string;
  /** The employee's external id. */
  employee: string;
  /** The first day with access. */
  grantedOn: string;
  /** The first day without, after grantedOn. */
  revokedOn?: string | null | undefined;
};

/** Something that somebody did in a client's account. */
export type ActivityInput = {
  /** The e-mail address of who did it: an employee of a partner, or anyone. */
  actor: string;
  /** The app's key, for USE only. An app that no edition knows is kept and not counted. */
  app?: string | null | undefined;
  /** When: RFC 3339, with offset. */
  at: string;
  /** The client's external id. */
  client: string;
  /** The caller's id. An event whose id was seen before is skipped; with other content it is warned of. */
  id: string;
  /** LOGIN or USE. */
  kind: ActivityKind;
};

/** What somebody did. */
export type ActivityKind =
  /** Logged in. */
  | 'LOGIN'
  /** Worked with an app. */
  | 'USE';

/** The input of `cancelRecompute`. */
export type CancelRecomputeInput = {
  /** The id, or the number, of a job that is QUEUED or RUNNING. */
  jobId: string | number;
};

/** A period in which a partner is certified. Periods of one partner must not overlap. */
export type CertificationFact = {
  /** The partner's external id. */
  partner: string;
  /** The first day; with the partner it identifies the record. */
  validFrom: string;
  /** The last day. */
  validUntil: string;
};

/** Why a client adds another amount than on an earlier day. Of several causes the first that applies is given. */
export type ChangeCause =
  /** Nobody that makes it count has access any more. */
  | 'ACCESS_ENDED'
  /** The employee that makes it count got access. */
  | 'ACCESS_GRANTED'
  /** The employee was active again. */
  | 'ACTIVE_AGAIN'
  /** Nobody that has access has been active for long enough. */
  | 'ACTIVITY_LAPSED'
  /** Nothing else: the edition says something else, or it says it of these days. */
  | 'EDITION'
  /** A sale does not count any more, as it is too old. */
  | 'EXPIRED'
  /** It has registered. */
  | 'REGISTERED'
  /** Another report is in force: the first that counts for it, or one that says otherwise. */
  | 'REPORT'
  /** A sale has ended: the partner's, or the one that its own came after. */
  | 'SALE_ENDED'
  /** Others manage it too, or no longer do, where that is shared. */
  | 'SHARED'
  /** The partner sold it, or a product line of it; of less than before: somebody else sold the line. */
  | 'SOLD';

/** A customer of the vendor. Give soldBy and soldOn both or neither. */
export type ClientFact = {
  /** ISO 3166-1 alpha-2. */
  country?: string | null | undefined;
  /** The caller's id. */
  id: string;
  /** The client's name. */
  name: string;
  /** The day on which its account was registered. */
  registeredOn: string;
  /** The external id of the partner that sold it. */
  soldBy?: string | null | undefined;
  /** The day of the sale. */
  soldOn?: string | null | undefined;
};

/** What a client counts with on the days that are looked at, whatever reports say and whether one does. A client has either one line without line, or lines with one. */
export type ClientMrrFact = {
  /** At least 0, with at most 2 decimals. */
  amount: string;
  /** The client's external id. */
  client: string;
  /** ISO 4217; one that counts on the day. The program's if it is left out. */
  currency?: string | null | undefined;
  /** The product line that it is for; null for all together. */
  line?: string | null | undefined;
};

/** A period in which an employee holds a credential, such as a certificate. Periods of one name of an employee's must not overlap. */
export type CredentialFact = {
  /** The employee's external id. */
  employee: string;
  /** What was passed or earned, as the editions call it. */
  name: string;
  /** The first day; with the employee and the name it identifies the record. */
  validFrom: string;
  /** The last day; null for ever. */
  validUntil?: string | null | undefined;
};

/** Why a client counts or does not. Of several reasons the first that applies is given. */
export type CreditStatus =
  /** It counts, with an amount that may be 0. */
  | 'COUNTED'
  /** No employee with access has an e-mail of one of the partner's domains. */
  | 'DOMAIN_MISMATCH'
  /** It was sold too long ago: more than 12 months in edition 2018-05. */
  | 'EXPIRED'
  /** The partner did not sell it, or not by that day. */
  | 'NOT_SOLD_BY_PARTNER'
  /** No employee of the partner has access to its account on that day. */
  | 'NO_ACCESS'
  /** No such employee was active in it lately: 90 days in edition 2018-05. */
  | 'NO_RECENT_ACTIVITY'
  /** It will count once a report of a month after its registration has run. */
  | 'PENDING_REPORT';

/** On which days an edition decides. */
export type DecidingRhythm =
  /** Each closed day, for the next one. */
  | 'DAILY'
  /** On a day of some months, as of the day before. */
  | 'MONTHLY';

/** Why a partner holds a tier after a decision. */
export type DecisionReason =
  /** Its numbers give this tier, which is below the one before, or none. */
  | 'FELL'
  /** Its numbers give this tier, which is not below the one before. */
  | 'MET';

/** Only decisions of a dry run that fulfil all that is given. */
export type DryRunDecisionFilter = {
  /** The tier after compares in one of these ways with the one before. */
  changes?: Array<TierChangeKind> | null | undefined;
  /** The id, or the number, of another dry run that gives another tier after, or has none of the partner on the day. */
  differsFrom?: string | number | null | undefined;
  /** The tier after is another one than the one before; false: it is the same. */
  moved?: boolean | null | undefined;
  /** They would take effect on this day. */
  on?: string | null | undefined;
  /** The tier after is the one of this key. */
  tierAfter?: string | null | undefined;
  /** The tier before is the one of this key. */
  tierBefore?: string | null | undefined;
  /** There is no tier after; false: there is one. */
  untieredAfter?: boolean | null | undefined;
  /** There is no tier before; false: there is one. */
  untieredBefore?: boolean | null | undefined;
};

/** What became of something from one edition to another. */
export type EditionChangeKind =
  /** It came. */
  | 'ADDED'
  /** It says something else. */
  | 'CHANGED'
  /** It went. */
  | 'REMOVED';

/** Where an edition stands. */
export type EditionStatus =
  /** Kept, and nothing is decided by it. It can be written anew. */
  | 'DRAFT'
  /** In force from its first day on. It never changes. */
  | 'PUBLISHED'
  /** A draft that was taken back: its key is free. */
  | 'WITHDRAWN';

/** An employee of a partner. */
export type EmployeeFact = {
  /** The e-mail address, compared as a whole with the actors of activity. */
  email: string;
  /** The caller's id. */
  id: string;
  /** From this day on none of its accesses and credentials counts. */
  leftOn?: string | null | undefined;
  /** What the employee is called. */
  name?: string | null | undefined;
  /** The partner's external id. */
  partner: string;
};

/** One fact: exactly one of these. */
export type FactInput =
  {   /** Access to a client's account. */
  access: AccessFact; certification?: never; client?: never; credential?: never; employee?: never; measure?: never; mrr?: never; mrrReport?: never; partner?: never; sale?: never; }
  |  { access?: never;   /** A certified period. */
  certification: CertificationFact; client?: never; credential?: never; employee?: never; measure?: never; mrr?: never; mrrReport?: never; partner?: never; sale?: never; }
  |  { access?: never; certification?: never;   /** A customer of the vendor. */
  client: ClientFact; credential?: never; employee?: never; measure?: never; mrr?: never; mrrReport?: never; partner?: never; sale?: never; }
  |  { access?: never; certification?: never; client?: never;   /** A credential of an employee. */
  credential: CredentialFact; employee?: never; measure?: never; mrr?: never; mrrReport?: never; partner?: never; sale?: never; }
  |  { access?: never; certification?: never; client?: never; credential?: never;   /** An employee of a partner. */
  employee: EmployeeFact; measure?: never; mrr?: never; mrrReport?: never; partner?: never; sale?: never; }
  |  { access?: never; certification?: never; client?: never; credential?: never; employee?: never;   /** A number about a partner or a client. */
  measure: MeasureFact; mrr?: never; mrrReport?: never; partner?: never; sale?: never; }
  |  { access?: never; certification?: never; client?: never; credential?: never; employee?: never; measure?: never;   /** A line of an MRR report. */
  mrr: MrrFact; mrrReport?: never; partner?: never; sale?: never; }
  |  { access?: never; certification?: never; client?: never; credential?: never; employee?: never; measure?: never; mrr?: never;   /** The close of an MRR report. */
  mrrReport: MrrReportFact; partner?: never; sale?: never; }
  |  { access?: never; certification?: never; client?: never; credential?: never; employee?: never; measure?: never; mrr?: never; mrrReport?: never;   /** A partner. */
  partner: PartnerFact; sale?: never; }
  |  { access?: never; certification?: never; client?: never; credential?: never; employee?: never; measure?: never; mrr?: never; mrrReport?: never; partner?: never;   /** A sale of a product line. */
  sale: SaleFact; };

/** What is doubtful in the facts. */
export type FindingKind =
  /** An employee has had access to a client for more than 90 days, and was never active there. */
  | 'ACCESS_WITHOUT_ACTIVITY'
  /** A client that has registered before the month of the MRR report in force has no line in it, and counts with 0. */
  | 'CLIENT_WITHOUT_MRR'
  /** An employee's address is in none of the partner's domains, so that no client counts as managed by it. */
  | 'EMPLOYEE_OUTSIDE_DOMAINS'
  /** A partner has a domain at which anybody may have a mailbox. */
  | 'FREE_MAIL_DOMAIN'
  /** A partner has no certification at all, past, present or to come. */
  | 'NEVER_CERTIFIED'
  /** A month's MRR report is due and has not run. */
  | 'REPORT_LATE'
  /** The MRR report in force has far more or fewer clients, or far more or less MRR, than the one before. */
  | 'REPORT_UNLIKE_LAST'
  /** More than 90 days lie between a client's sale and its registration. */
  | 'SALE_FAR_FROM_REGISTRATION'
  /** Somebody was active within 90 days with an address in a partner's domain that no employee has. */
  | 'UNKNOWN_ADDRESS';

/** How much depends on what is doubtful. */
export type FindingSeverity =
  /** Many tiers rest on it, or it says who counts as a partner. */
  | 'HIGH'
  /** Often it is as it should be. */
  | 'LOW'
  /** One partner may have too little or too much. */
  | 'MEDIUM';

/** What a forecast takes to happen besides what is loaded already for days to come. */
export type ForecastAssumption =
  /** Whoever is active now stays active, and reports that are due say what the last one does. */
  | 'ACTIVITY_CONTINUES'
  /** There is no further activity; reports that are due say what the last one does. */
  | 'NO_FURTHER_FACTS';

/** How a gate compares a number with what it requires. */
export type GateComparison =
  /** It passes above the required number. */
  | 'ABOVE'
  /** It passes from the required number on. */
  | 'AT_LEAST';

/** A number about a partner or a client on a day. Give partner or client, not both. */
export type MeasureFact = {
  /** The external id of the client that it is about. */
  client?: string | null | undefined;
  /** Of money: ISO 4217; one that an edition in force counts. */
  currency?: string | null | undefined;
  /** What is measured, as the editions call it. */
  name: string;
  /** The day that the number is of. */
  on: string;
  /** The external id of the partner that it is about. */
  partner?: string | null | undefined;
  /** The number; of money, with at most 2 decimals. */
  value: string;
};

/** Values of a metric; without bounds, any value. */
export type MetricRange = {
  /** The metric's key. */
  key: string;
  /** The value is this or less. */
  max?: string | null | undefined;
  /** The value is this or more. */
  min?: string | null | undefined;
};

/** What the values of a metric are. */
export type MetricUnit =
  /** How many there are of something; a median of counts may end in a half. */
  | 'COUNT'
  /** 1 if something holds, else 0. */
  | 'FLAG'
  /** An amount of money in the program's currency. */
  | 'MONEY'
  /** Points. */
  | 'POINTS'
  /** A part of a whole, which is 1. */
  | 'RATIO';

/** A client's MRR in one revision of a month's report. It counts once the report is closed. A client has either one line without line, or lines with one. */
export type MrrFact = {
  /** At least 0, with at most 2 decimals. */
  amount: string;
  /** The client's external id. */
  client: string;
  /** ISO 4217; one that an edition in force counts. */
  currency?: string;
  /** The product line that it is for; null for all together. */
  line?: string | null | undefined;
  /** The month, YYYY-MM. */
  period: string;
  /** From 1; corrections come as a new revision. */
  revision?: number;
};

/** Closes a revision's `mrr` records and publishes them as one report. */
export type MrrReportFact = {
  /** How many lines it has. With another number of them it is rejected. */
  lines?: number | null | undefined;
  /** The month, YYYY-MM. */
  period: string;
  /** The day on which the report ran. */
  ranOn: string;
  /** From 1. */
  revision?: number;
  /** What its lines add up to. With another sum it is rejected. */
  total?: string | null | undefined;
};

/** Which way a list runs. */
export type OrderDirection =
  /** The least first. */
  | 'ASC'
  /** The greatest first. */
  | 'DESC';

/** Only clients under the partner that fulfil all that is given. */
export type PartnerClientFilter = {
  /** One of their credits counts, and for the last time before this day. */
  expiresBefore?: string | null | undefined;
  /** The status of the managed credit: COUNTED, PENDING_REPORT, NO_ACCESS, DOMAIN_MISMATCH, NO_RECENT_ACTIVITY. */
  managed?: CreditStatus | null | undefined;
  /** Their name has this text in it, whatever case and accents it has; at most 255 characters. */
  name?: string | null | undefined;
  /** The status of the sold credit: COUNTED, PENDING_REPORT, EXPIRED, NOT_SOLD_BY_PARTNER. */
  sold?: CreditStatus | null | undefined;
};

/** An order of the clients under a partner. */
export type PartnerClientOrder = {
  /** Which way. */
  direction?: OrderDirection;
  /** What to order by. */
  field: PartnerClientOrderField;
};

/** What the clients under a partner are ordered by; equal ones by their external ids. */
export type PartnerClientOrderField =
  /** What it adds to the sold and to the managed MRR, together. */
  | 'AMOUNT'
  /** How many counted apps anyone used there. */
  | 'APPS_USED'
  /** The last day on which one of its credits counts, the earlier one where both count; no last day is later than all others. */
  | 'LAST_DAY'
  /** The name as people sort: by its letters, whatever their case and accents. */
  | 'NAME'
  /** The status of the sold credit, then that of the managed one: COUNTED, PENDING_REPORT, EXPIRED, NOT_SOLD_BY_PARTNER, NO_ACCESS, DOMAIN_MISMATCH, NO_RECENT_ACTIVITY. */
  | 'STATUS';

/** A partner. A later record with the same id updates it. */
export type PartnerFact = {
  /** ISO 3166-1 alpha-2. */
  country?: string | null | undefined;
  /** The domains of its employees' e-mail addresses. */
  domains: Array<string>;
  /** The caller's id. */
  id: string;
  /** The first day on which it has a standing. */
  joinedOn: string;
  /** The partner's name. */
  name: string;
};

/** Only partners that fulfil all that is given. */
export type PartnerFilter = {
  /** They are foreseen to fall by one of the next so many decisions, from 1 to 3, as `Portfolio.atRisk` has it. */
  atRiskWithin?: number | null | undefined;
  /** A certification covers today; false: none does. */
  certified?: boolean | null | undefined;
  /** Their newest decision already effective compares so with the one before. */
  change?: TierChangeKind | null | undefined;
  /** ISO 3166-1 alpha-2, in any case. */
  country?: string | null | undefined;
  /** Their values of the newest computed day are in all of these ranges; who has no value of a metric is in none. At most 10. */
  metrics?: Array<MetricRange> | null | undefined;
  /** Their standing of the newest computed day is provisional; false: it is not. */
  provisional?: boolean | null | undefined;
  /** They hold the tier of this key now. */
  tier?: string | null | undefined;
  /** They hold no tier now; false: they hold one. */
  untiered?: boolean | null | undefined;
};

/** An order of partners, by exactly one of `field` and `metric`. */
export type PartnerOrder = {
  /** Which way. */
  direction?: OrderDirection;
  /** What to order by. */
  field?: PartnerOrderField | null | undefined;
  /** Or the key of a metric, by whose value of the newest computed day; no value is below all others. */
  metric?: string | null | undefined;
};

/** What partners are ordered by; equal ones by their external ids. */
export type PartnerOrderField =
  /** The last day of the certification that covers today; none is before all others. */
  | 'CERTIFIED_UNTIL'
  /** The country's code; one that is not known is below all others. */
  | 'COUNTRY'
  /** The id in the facts, by code points. */
  | 'EXTERNAL_ID'
  /** The day of joining. */
  | 'JOINED_ON'
  /** The managed MRR of the newest computed day; no standing is below 0. */
  | 'MANAGED_MRR'
  /** The name as people sort: by its letters, whatever their case and accents. */
  | 'NAME'
  /** The sold MRR of the newest computed day; no standing is below 0. */
  | 'SOLD_MRR'
  /** The rank of the tier held now; none is below the lowest. */
  | 'TIER';

/** The input of `recomputeActivity`. */
export type RecomputeActivityInput = {
  /** The first day to compute. */
  from: string;
  /** Look at every client, also at those that nothing can have changed for. */
  fromScratch?: boolean;
  /** Asking again with the same key gives the same job; 1 to 255 characters. */
  idempotencyKey?: string | null | undefined;
  /** Make daily activity once more from all loaded events, of all months, before the first day; then look at every client. */
  rebuildActivity?: boolean;
  /** The last day to compute; the last closed day by default. */
  to?: string | null | undefined;
};

/** Only jobs that fulfil all that is given. */
export type RecomputeJobFilter = {
  /** What they compute. */
  kind?: RecomputeKind | null | undefined;
  /** Where they stand. */
  status?: RecomputeStatus | null | undefined;
};

/** What a recompute job computes. */
export type RecomputeKind =
  /** The standings of a range of days. */
  | 'ACTIVITY'
  /** What an edition would decide, of which nothing takes effect. */
  | 'DRY_RUN'
  /** What is foreseen of the next three decisions after the newest computed day. */
  | 'FORECAST'
  /** The decisions of a month. */
  | 'TIERS';

/** Where a recompute job stands. SUCCEEDED, FAILED and CANCELLED are final. */
export type RecomputeStatus =
  /** An operator stopped it; what it had computed stays. */
  | 'CANCELLED'
  /** Its last attempt failed; what it had computed stays. */
  | 'FAILED'
  /** It waits for a worker, also between two attempts. */
  | 'QUEUED'
  /** A worker is at it. */
  | 'RUNNING'
  /** All of it is computed. */
  | 'SUCCEEDED';

/** The input of `recomputeTiers`. */
export type RecomputeTiersInput = {
  /** Asking again with the same key gives the same job; 1 to 255 characters. */
  idempotencyKey?: string | null | undefined;
  /** The month whose 15th the decisions take effect on, YYYY-MM. */
  month: string;
};

/** The input of `retryRecompute`. */
export type RetryRecomputeInput = {
  /** The id, or the number, of a job that is FAILED or CANCELLED. */
  jobId: string | number;
};

/** On which of the deciding days partners can move. */
export type ReviewDays =
  /** On all of them. */
  | 'ALWAYS'
  /** On the first one that is a year, or several, since the partner joined, or later. */
  | 'ANNIVERSARY'
  /** On those in some months. */
  | 'MONTHS'
  /** On none. */
  | 'NEVER';

/** What a token may do. */
export type Role =
  /** Loads facts and reads nothing of them. */
  | 'INGEST'
  /** Runs the program: sees everything, loads facts, asks for recomputes. */
  | 'OPERATOR'
  /** One partner agency: sees itself and the clients that appear under it. */
  | 'PARTNER';

/** A partner's sale of one product line to a client. The client's `sold_by` and `sold_on` are its sale of everything. */
export type SaleFact = {
  /** The external id of the client that bought it. */
  client: string;
  /** The first day on which it is no sale any more, after soldOn. */
  endedOn?: string | null | undefined;
  /** The caller's id. */
  id: string;
  /** SOURCED: the partner found the client; ASSISTED: it helped the vendor. */
  kind: SaleKind;
  /** The product line, as `mrr` lines and the editions call it. */
  line: string;
  /** The external id of the partner that sold it. */
  partner: string;
  /** The day of the sale. */
  soldOn: string;
};

/** Who found the client of a sale. */
export type SaleKind =
  /** The vendor did, with the partner's help. */
  | 'ASSISTED'
  /** The partner did. */
  | 'SOURCED';

/** A fact that is not loaded, to see what would be: exactly one of these. */
export type SupposedFactInput =
  {   /** Access to a client's account. */
  access: AccessFact; activity?: never; certification?: never; client?: never; clientMrr?: never; credential?: never; employee?: never; measure?: never; mrr?: never; mrrReport?: never; partner?: never; sale?: never; }
  |  { access?: never;   /** Something that somebody did. */
  activity: ActivityInput; certification?: never; client?: never; clientMrr?: never; credential?: never; employee?: never; measure?: never; mrr?: never; mrrReport?: never; partner?: never; sale?: never; }
  |  { access?: never; activity?: never;   /** A certified period. */
  certification: CertificationFact; client?: never; clientMrr?: never; credential?: never; employee?: never; measure?: never; mrr?: never; mrrReport?: never; partner?: never; sale?: never; }
  |  { access?: never; activity?: never; certification?: never;   /** A customer of the vendor. */
  client: ClientFact; clientMrr?: never; credential?: never; employee?: never; measure?: never; mrr?: never; mrrReport?: never; partner?: never; sale?: never; }
  |  { access?: never; activity?: never; certification?: never; client?: never;   /** What a client counts with. */
  clientMrr: ClientMrrFact; credential?: never; employee?: never; measure?: never; mrr?: never; mrrReport?: never; partner?: never; sale?: never; }
  |  { access?: never; activity?: never; certification?: never; client?: never; clientMrr?: never;   /** A credential of an employee. */
  credential: CredentialFact; employee?: never; measure?: never; mrr?: never; mrrReport?: never; partner?: never; sale?: never; }
  |  { access?: never; activity?: never; certification?: never; client?: never; clientMrr?: never; credential?: never;   /** An employee of a partner. */
  employee: EmployeeFact; measure?: never; mrr?: never; mrrReport?: never; partner?: never; sale?: never; }
  |  { access?: never; activity?: never; certification?: never; client?: never; clientMrr?: never; credential?: never; employee?: never;   /** A number about a partner or a client. */
  measure: MeasureFact; mrr?: never; mrrReport?: never; partner?: never; sale?: never; }
  |  { access?: never; activity?: never; certification?: never; client?: never; clientMrr?: never; credential?: never; employee?: never; measure?: never;   /** A line of an MRR report. */
  mrr: MrrFact; mrrReport?: never; partner?: never; sale?: never; }
  |  { access?: never; activity?: never; certification?: never; client?: never; clientMrr?: never; credential?: never; employee?: never; measure?: never; mrr?: never;   /** The close of an MRR report. */
  mrrReport: MrrReportFact; partner?: never; sale?: never; }
  |  { access?: never; activity?: never; certification?: never; client?: never; clientMrr?: never; credential?: never; employee?: never; measure?: never; mrr?: never; mrrReport?: never;   /** A partner. */
  partner: PartnerFact; sale?: never; }
  |  { access?: never; activity?: never; certification?: never; client?: never; clientMrr?: never; credential?: never; employee?: never; measure?: never; mrr?: never; mrrReport?: never; partner?: never;   /** A sale of a product line. */
  sale: SaleFact; };

/** How a decision's tier compares, by rank, with that of the decision before it. No tier is below the lowest. */
export type TierChangeKind =
  /** A lower tier than before, or none any more. */
  | 'DEMOTED'
  /** A higher tier than before. */
  | 'PROMOTED'
  /** The same rank as before. */
  | 'UNCHANGED';

/** An order of decisions, by exactly one of `field` and `metric`. */
export type TierDecisionOrder = {
  /** Which way. */
  direction?: OrderDirection;
  /** What to order by. */
  field?: TierDecisionOrderField | null | undefined;
  /** Or the key of a metric, by whose value on the as-of day; no value is below all others. */
  metric?: string | null | undefined;
};

/** What decisions are ordered by. */
export type TierDecisionOrderField =
  /** The day from which the tier is held. */
  | 'EFFECTIVE_ON';

/** Why a mutation changed nothing, or less than was asked for. */
export type UserErrorCode =
  /** The day needs activity that is not kept any more. */
  | 'ACTIVITY_DROPPED'
  /** A report has amounts in a currency of which the edition says no worth. */
  | 'CURRENCY_IN_USE'
  /** The edition's first day is computed or decided, or is being so. */
  | 'DAY_COMPUTED'
  /** The day is not over yet. */
  | 'DAY_NOT_CLOSED'
  /** The edition does not fit the program's other ones. */
  | 'EDITIONS_CLASH'
  /** There is no such draft. */
  | 'EDITION_NOT_FOUND'
  /** The edition is published, and stays as it is. */
  | 'EDITION_PUBLISHED'
  /** The idempotency key belongs to another request. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** What is given is no day. */
  | 'INVALID_DAY'
  /** The text is no edition. */
  | 'INVALID_EDITION'
  /** What is given is no id, or one of another type. */
  | 'INVALID_ID'
  /** The idempotency key is empty, too long, or has what is not printable. */
  | 'INVALID_KEY'
  /** What is given is no month. */
  | 'INVALID_MONTH'
  /** The range of days ends before it begins, or is too long. */
  | 'INVALID_RANGE'
  /** The reason for backdating is missing, too long, or not asked for. */
  | 'INVALID_REASON'
  /** The job has come to its end. */
  | 'JOB_FINISHED'
  /** There is no such job. */
  | 'JOB_NOT_FOUND'
  /** The job has neither failed nor been cancelled. */
  | 'JOB_NOT_RETRYABLE'
  /** Another edition is published under this key. */
  | 'KEY_IN_USE'
  /** The month's 14th is not over yet. */
  | 'MONTH_NOT_CLOSED'
  /** No decision takes effect on the day. */
  | 'NOT_A_DECIDING_DAY'
  /** The edition says what cannot be stored. */
  | 'NOT_DECIDABLE'
  /** No edition was in force then. */
  | 'NO_EDITION'
  /** Both of two fields are given, or neither, of which one has to be. */
  | 'ONE_OF_TWO'
  /** The installation decides by another program. */
  | 'OTHER_PROGRAM'
  /** The edition in force then has a policy that is not applied yet. */
  | 'POLICY_NOT_APPLIED'
  /** Too many jobs wait or run already. */
  | 'TOO_MANY_JOBS'
  /** There are too many records at once. */
  | 'TOO_MANY_RECORDS';

export type StandingsLiveSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type StandingsLiveSubscription = { standingChanges: { cursor: string } };

export type TiersLiveSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type TiersLiveSubscription = { tierChanges: { cursor: string } };

export type ForecastsLiveSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ForecastsLiveSubscription = { forecastChanges: { cursor: string } };

export type JobsLiveSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type JobsLiveSubscription = { jobChanges: { id: string } };

export type EditionDiffQueryVariables = Exact<{
  before: string | number;
  after: string | number;
}>;


export type EditionDiffQuery = { edition: { id: string, diff: Array<{ path: string, kind: EditionChangeKind, before: string | null, after: string | null }> } | null };

export type DryRunMovesQueryVariables = Exact<{
  id: string | number;
  on: string;
}>;


export type DryRunMovesQuery = { dryRun: { id: string, up: { totalCount: number }, down: { totalCount: number } } | null };

export type DryRunDecisionsQueryVariables = Exact<{
  id: string | number;
  filter: DryRunDecisionFilter;
  other: string | number;
  beside: boolean;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type DryRunDecisionsQuery = { dryRun: { id: string, decisions: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ node: { id: string, change: TierChangeKind, tierBefore: string | null, tierAfter: string | null, partner: { id: string, externalId: string, name: string }, gates: Array<{ comparison: GateComparison, actual: string | null, required: string, missing: string, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>, by?: { id: string, tierAfter: string | null } | null } }> } } | null };

export type OtherDryRunsQueryVariables = Exact<{ [key: string]: never; }>;


export type OtherDryRunsQuery = { dryRuns: { edges: Array<{ node: { id: string, number: string, editionKey: string, knownAt: string | null } }> } | null };

export type DryRunsQueryVariables = Exact<{
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type DryRunsQuery = { dryRuns: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ node: { id: string, number: string, editionKey: string, editionName: string, from: string, to: string, job: { id: string, status: RecomputeStatus, requestedAt: string, requestedBy: string } } }> } | null };

export type DryRunToReadQueryVariables = Exact<{
  number: string | number;
}>;


export type DryRunToReadQuery = { dryRun: { id: string, number: string, editionKey: string, editionName: string, knownAt: string | null, days: Array<{ effectiveOn: string, asOf: string, editionInForce: string, partners: number, tiers: Array<{ key: string | null, name: string | null, before: number, after: number }>, moves: Array<{ tierBefore: string | null, tierAfter: string | null, partners: number }> }>, job: { id: string, number: string, status: RecomputeStatus, error: string | null, ahead: number, cancelRequested: boolean, expectedAt: string | null, requestedAt: string, requestedBy: string, progress: { done: number, total: number } } } | null };

export type CancelDryRunMutationVariables = Exact<{
  job: string | number;
}>;


export type CancelDryRunMutation = { cancelRecompute: { job: { id: string, status: RecomputeStatus, cancelRequested: boolean } | null, userErrors: Array<{ message: string }> } | null };

export type RetryDryRunMutationVariables = Exact<{
  job: string | number;
}>;


export type RetryDryRunMutation = { retryRecompute: { job: { id: string, status: RecomputeStatus } | null, userErrors: Array<{ message: string }> } | null };

export type EditionFileQueryVariables = Exact<{
  id: string | number;
}>;


export type EditionFileQuery = { edition: { id: string, text: string, status: EditionStatus } | null };

export type EditionToReadQueryVariables = Exact<{
  id: string | number;
}>;


export type EditionToReadQuery = { edition: { id: string, text: string, sources: Array<string>, backdateReason: string | null, apps: Array<{ key: string, name: string }>, metrics: Array<{ key: string, name: string, description: string | null, unit: MetricUnit }>, tiers: Array<{ id: string, key: string, name: string, rank: number, alternatives: Array<Array<{ id: string, comparison: GateComparison, minimum: string, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>> }>, policy: { mustHold: Array<string>, firstTermMonths: number | null, provisionalMayDemote: boolean, fallsWaitForApproval: boolean, deciding: { rhythm: DecidingRhythm, day: number | null, months: Array<number> }, rise: { on: ReviewDays, day: number | null, months: Array<number> }, fall: { on: ReviewDays, day: number | null, months: Array<number> }, keptBy: { decidingDays: number | null, wholeMonths: number | null } | null, terms: Array<{ tier: string, months: number }>, carry: Array<{ before: string, now: string | null }> } } | null };

export type KeepDraftMutationVariables = Exact<{
  text: string;
}>;


export type KeepDraftMutation = { draftEdition: { edition: { id: string, key: string, text: string, status: EditionStatus, program: { id: string, key: string } } | null, userErrors: Array<{ message: string }> } | null };

export type WithdrawDraftMutationVariables = Exact<{
  id: string | number;
}>;


export type WithdrawDraftMutation = { withdrawEdition: { edition: { id: string, status: EditionStatus } | null, userErrors: Array<{ message: string }> } | null };

export type EditionProgramsQueryVariables = Exact<{ [key: string]: never; }>;


export type EditionProgramsQuery = { programs: Array<{ id: string, key: string, name: string, currency: string, editions: Array<{ id: string, key: string, name: string, status: EditionStatus, effectiveFrom: string, effectiveUntil: string | null, changedAt: string, changedBy: string | null }> }> | null, program: { id: string, key: string } | null };

export type PublishDraftMutationVariables = Exact<{
  id: string | number;
  backdate: boolean;
  reason?: string | null | undefined;
}>;


export type PublishDraftMutation = { publishEdition: { alreadyPublished: boolean, edition: { id: string, key: string, status: EditionStatus, effectiveFrom: string, effectiveUntil: string | null } | null, decidedAnew: { days: { first: string, last: string } | null, decisions: { first: string, last: string } | null } | null, userErrors: Array<{ message: string }> } | null };

export type BeginDryRunMutationVariables = Exact<{
  edition: string | number;
  on?: string | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
}>;


export type BeginDryRunMutation = { dryRun: { dryRun: { id: string, number: string } | null, userErrors: Array<{ message: string }> } | null };

export type CheckDraftMutationVariables = Exact<{
  text: string;
  backdate: boolean;
}>;


export type CheckDraftMutation = { checkEdition: { warnings: Array<string>, notApplied: Array<string>, userErrors: Array<{ code: UserErrorCode, message: string }>, decidedAnew: { days: { first: string, last: string } | null, decisions: { first: string, last: string } | null } | null } | null };

export type DryRunProgressSubscriptionVariables = Exact<{
  jobId: string | number;
}>;


export type DryRunProgressSubscription = { recomputeProgress: { id: string, status: RecomputeStatus, error: string | null, ahead: number, cancelRequested: boolean, expectedAt: string | null, progress: { done: number, total: number } } };

export type JobsNowQueryVariables = Exact<{ [key: string]: never; }>;


export type JobsNowQuery = { calendar: { today: string, lastClosedDay: string } | null, running: { totalCount: number, nodes: Array<{ id: string, number: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null, status: RecomputeStatus, cancelRequested: boolean, attempts: number, error: string | null, ahead: number, requestedAt: string, requestedBy: string, startedAt: string | null, expectedAt: string | null, finishedAt: string | null, changedPartners: number | null, progress: { done: number, total: number }, chunks: { claimed: number, done: number, total: number } | null }> } | null, queued: { totalCount: number, nodes: Array<{ id: string, number: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null, status: RecomputeStatus, cancelRequested: boolean, attempts: number, error: string | null, ahead: number, requestedAt: string, requestedBy: string, startedAt: string | null, expectedAt: string | null, finishedAt: string | null, changedPartners: number | null, progress: { done: number, total: number }, chunks: { claimed: number, done: number, total: number } | null }> } | null };

export type ShownJobFragment = { id: string, number: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null, status: RecomputeStatus, cancelRequested: boolean, attempts: number, error: string | null, ahead: number, requestedAt: string, requestedBy: string, startedAt: string | null, expectedAt: string | null, finishedAt: string | null, changedPartners: number | null, progress: { done: number, total: number }, chunks: { claimed: number, done: number, total: number } | null };

export type WorkersAndScheduleQueryVariables = Exact<{ [key: string]: never; }>;


export type WorkersAndScheduleQuery = { workers: Array<{ name: string, isThere: boolean, startedAt: string, seenAt: string, job: { id: string, number: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null } | null }> | null, schedule: Array<{ kind: RecomputeKind, month: string | null, from: string | null, to: string | null, dueAt: string, late: boolean }> | null };

export type JobListQueryVariables = Exact<{
  filter?: RecomputeJobFilter | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type JobListQuery = { recomputeJobs: { totalCount: number, nodes: Array<{ id: string, number: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null, status: RecomputeStatus, cancelRequested: boolean, attempts: number, error: string | null, ahead: number, requestedAt: string, requestedBy: string, startedAt: string | null, expectedAt: string | null, finishedAt: string | null, changedPartners: number | null, progress: { done: number, total: number }, chunks: { claimed: number, done: number, total: number } | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type AskActivityMutationVariables = Exact<{
  input: RecomputeActivityInput;
}>;


export type AskActivityMutation = { asked: { job: { id: string, number: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null, status: RecomputeStatus, cancelRequested: boolean, attempts: number, error: string | null, ahead: number, requestedAt: string, requestedBy: string, startedAt: string | null, expectedAt: string | null, finishedAt: string | null, changedPartners: number | null, progress: { done: number, total: number }, chunks: { claimed: number, done: number, total: number } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } | null };

export type AskTiersMutationVariables = Exact<{
  input: RecomputeTiersInput;
}>;


export type AskTiersMutation = { asked: { job: { id: string, number: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null, status: RecomputeStatus, cancelRequested: boolean, attempts: number, error: string | null, ahead: number, requestedAt: string, requestedBy: string, startedAt: string | null, expectedAt: string | null, finishedAt: string | null, changedPartners: number | null, progress: { done: number, total: number }, chunks: { claimed: number, done: number, total: number } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } | null };

export type CancelJobMutationVariables = Exact<{
  input: CancelRecomputeInput;
}>;


export type CancelJobMutation = { asked: { job: { id: string, number: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null, status: RecomputeStatus, cancelRequested: boolean, attempts: number, error: string | null, ahead: number, requestedAt: string, requestedBy: string, startedAt: string | null, expectedAt: string | null, finishedAt: string | null, changedPartners: number | null, progress: { done: number, total: number }, chunks: { claimed: number, done: number, total: number } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } | null };

export type RetryJobMutationVariables = Exact<{
  input: RetryRecomputeInput;
}>;


export type RetryJobMutation = { asked: { job: { id: string, number: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null, status: RecomputeStatus, cancelRequested: boolean, attempts: number, error: string | null, ahead: number, requestedAt: string, requestedBy: string, startedAt: string | null, expectedAt: string | null, finishedAt: string | null, changedPartners: number | null, progress: { done: number, total: number }, chunks: { claimed: number, done: number, total: number } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, path: Array<string> }> } | null };

export type PublishedReportsQueryVariables = Exact<{
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type PublishedReportsQuery = { mrrReports: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ node: { id: string, period: string, revision: number, ranOn: string, confirmedBy: string | null, totals: Array<{ amount: string, currencyCode: string }> } }> } | null };

export type ClosedReportsQueryVariables = Exact<{ [key: string]: never; }>;


export type ClosedReportsQuery = { mrrReports: { edges: Array<{ node: { id: string, period: string, revision: number } }> } | null };

export type LoadFactsMutationVariables = Exact<{
  records: Array<FactInput> | FactInput;
  confirmReports: boolean;
}>;


export type LoadFactsMutation = { importFacts: { accepted: number, unchanged: number, rejected: Array<{ index: number, field: string | null, reason: string }>, warnings: Array<{ index: number, field: string | null, reason: string }>, userErrors: Array<{ message: string }> } | null };

export type LoadActivityMutationVariables = Exact<{
  events: Array<ActivityInput> | ActivityInput;
}>;


export type LoadActivityMutation = { recordActivity: { accepted: number, unchanged: number, rejected: Array<{ index: number, field: string | null, reason: string }>, warnings: Array<{ index: number, field: string | null, reason: string }>, userErrors: Array<{ message: string }> } | null };

export type PartnerChangesQueryVariables = Exact<{
  externalId: string;
  from: string;
  to: string;
  count: number;
}>;


export type PartnerChangesQuery = { partner: { id: string, changes: { firstDay: string, lastDay: string, tierBefore: { id: string, name: string } | null, tierAfter: { id: string, name: string } | null, metrics: Array<{ before: string | null, after: string | null, clientCount: number, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null }, clients: Array<{ before: string, after: string, difference: string, cause: ChangeCause, way: string, client: { id: string, externalId: string, name: string } | null }> }> } | null } | null };

export type PartnerClientQueryVariables = Exact<{
  client: string;
}>;


export type PartnerClientQuery = { client: { id: string, externalId: string, name: string, country: string | null, registeredOn: string, soldOn: string | null, soldBy: { id: string, name: string } | null, mrr: { amount: string, currencyCode: string } | null, usedApps: Array<{ key: string, name: string, lastUsedOn: string }>, accesses: { nodes: Array<{ id: string, grantedOn: string, revokedOn: string | null, lastActiveOn: string | null, employee: { id: string, name: string | null, email: string, leftOn: string | null } }> }, partners: { edges: Array<{ node: { id: string, externalId: string, name: string }, credit: { appsUsed: number, sold: { status: CreditStatus, countsUntil: string | null, mrr: { amount: string, currencyCode: string } }, managed: { status: CreditStatus, countsUntil: string | null, mrr: { amount: string, currencyCode: string } }, ways: Array<{ way: string, status: CreditStatus, countsUntil: string | null, mrr: { amount: string, currencyCode: string }, parts: Array<{ line: string | null, rate: string, countsUntil: string, soldOn: string | null, reported: { amount: string, currencyCode: string }, mrr: { amount: string, currencyCode: string } }> }> } }> } } | null };

export type PartnerClientsQueryVariables = Exact<{
  externalId: string;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
  filter?: PartnerClientFilter | null | undefined;
  orderBy?: PartnerClientOrder | null | undefined;
}>;


export type PartnerClientsQuery = { partner: { id: string, clients: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ node: { id: string, externalId: string, name: string, registeredOn: string, soldOn: string | null, soldBy: { id: string } | null }, credit: { asOf: string, appsUsed: number, countsInMedian: boolean, sold: { status: CreditStatus, countsUntil: string | null, mrr: { amount: string, currencyCode: string } }, managed: { status: CreditStatus, countsUntil: string | null, mrr: { amount: string, currencyCode: string } } } }> } } | null };

export type PartnerClientsBehindQueryVariables = Exact<{
  externalId: string;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
  filter?: PartnerClientFilter | null | undefined;
  orderBy?: PartnerClientOrder | null | undefined;
}>;


export type PartnerClientsBehindQuery = { partner: { id: string, clients: { edges: Array<{ node: { id: string }, credit: { countsFrom: string | null, lastActiveOn: string | null, matchedEmployee: { id: string, name: string | null, email: string } | null, matchedAccess: { emailDomain: string, partnerDomains: Array<string>, grantedOn: string, endsOn: string | null } | null } }> } } | null };

export type PartnerDecisionQueryVariables = Exact<{
  id: string | number;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type PartnerDecisionQuery = { node:
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { effectiveOn: string, asOf: string, revision: number, change: TierChangeKind, provisional: boolean, id: string, tier: { id: string, name: string, rank: number } | null, edition: { id: string, name: string }, metrics: Array<{ value: string | null, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>, revisions: Array<{ id: string, revision: number, knownAt: string, supersededAt: string | null, provisional: boolean, tier: { id: string, name: string, rank: number } | null }>, credits: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, client: { id: string, externalId: string, name: string }, credit: { appsUsed: number, countsInMedian: boolean, sold: { status: CreditStatus, countsUntil: string | null, mrr: { amount: string, currencyCode: string } }, managed: { status: CreditStatus, countsUntil: string | null, mrr: { amount: string, currencyCode: string } } } }> } }
   | null };

export type PartnerDecisionsQueryVariables = Exact<{
  externalId: string;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
  orderBy?: TierDecisionOrder | null | undefined;
}>;


export type PartnerDecisionsQuery = { partner: { id: string, tierHistory: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, effectiveOn: string, revision: number, change: TierChangeKind, provisional: boolean, knownAt: string, tier: { id: string, name: string, rank: number } | null, performingTier: { id: string, name: string, rank: number } | null, metrics: Array<{ value: string | null, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } }> }> } } | null };

export type PartnerEmployeesQueryVariables = Exact<{
  externalId: string;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type PartnerEmployeesQuery = { partner: { id: string, employees: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, externalId: string, name: string | null, email: string, leftOn: string | null, credentials: { totalCount: number, nodes: Array<{ id: string, name: string, validFrom: string, validUntil: string | null }> } }> } } | null };

export type PartnerExplanationQueryVariables = Exact<{
  externalId: string;
  count: number;
}>;


export type PartnerExplanationQuery = { partner: { id: string, standing: { id: string, asOf: string, metrics: Array<{ value: string | null, metric: { key: string } }>, explain: { asOf: string, metrics: Array<{ value: string | null, contributionCount: number, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null, description: string | null }, contributions: Array<{ amount: string | null, inMiddle: boolean, lifts: boolean, line: string | null, measure: string | null, measuredOn: string | null, countsFrom: string | null, countsUntil: string | null, client: { id: string, externalId: string, name: string } | null, employee: { id: string, name: string | null, email: string } | null, ofMetric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } | null, credit: { way: string, status: CreditStatus, countsFrom: string | null, countsUntil: string | null, access: { lastActiveOn: string | null, employee: { id: string, name: string | null, email: string } | null } | null } | null }> }> } | null } | null } | null };

export type PartnerHeadQueryVariables = Exact<{
  externalId: string;
  day?: string | null | undefined;
}>;


export type PartnerHeadQuery = { partner: { id: string, externalId: string, name: string, tierSince: string | null, certifiedUntil: string | null, joinedOn: string, dataThrough: { newestActivity: string | null, newestComputedDay: string | null, newestReport: { period: string, ranOn: string } | null }, tier: { id: string, key: string, name: string, rank: number } | null, tierHistory: { nodes: Array<{ id: string, effectiveOn: string, asOf: string }> }, standing: { id: string, asOf: string, provisional: boolean, performingTier: { id: string, key: string, name: string, rank: number } | null, nextTier: { id: string, key: string, name: string, rank: number } | null, metrics: Array<{ value: string | null, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null, description: string | null } }> } | null } | null, edition: { id: string, name: string, tiers: Array<{ id: string, key: string, name: string, rank: number }>, policy: { firstTermMonths: number | null, fallsWaitForApproval: boolean, provisionalMayDemote: boolean, fall: { on: ReviewDays, months: Array<number> }, keptBy: { decidingDays: number | null, wholeMonths: number | null } | null, terms: Array<{ tier: string, months: number }> } } | null };

export type PartnerHistoryQueryVariables = Exact<{
  externalId: string;
}>;


export type PartnerHistoryQuery = { partner: { id: string, tierHistory: { nodes: Array<{ id: string, effectiveOn: string, asOf: string, tier: { id: string, key: string, name: string, rank: number } | null, metrics: Array<{ value: string | null, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } }> }> } } | null };

export type PartnerLadderQueryVariables = Exact<{
  externalId: string;
  t1: string;
  t2: string;
  t3: string;
  t4: string;
  t5: string;
  t6: string;
  t7: string;
  t8: string;
}>;


export type PartnerLadderQuery = { partner: { id: string, standing: { id: string, t1: Array<Array<{ id: string, comparison: GateComparison, required: string, actual: string | null, missing: string, passed: boolean, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>>, t2: Array<Array<{ id: string, comparison: GateComparison, required: string, actual: string | null, missing: string, passed: boolean, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>>, t3: Array<Array<{ id: string, comparison: GateComparison, required: string, actual: string | null, missing: string, passed: boolean, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>>, t4: Array<Array<{ id: string, comparison: GateComparison, required: string, actual: string | null, missing: string, passed: boolean, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>>, t5: Array<Array<{ id: string, comparison: GateComparison, required: string, actual: string | null, missing: string, passed: boolean, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>>, t6: Array<Array<{ id: string, comparison: GateComparison, required: string, actual: string | null, missing: string, passed: boolean, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>>, t7: Array<Array<{ id: string, comparison: GateComparison, required: string, actual: string | null, missing: string, passed: boolean, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>>, t8: Array<Array<{ id: string, comparison: GateComparison, required: string, actual: string | null, missing: string, passed: boolean, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>> } | null } | null };

export type LadderGateFragment = { id: string, comparison: GateComparison, required: string, actual: string | null, missing: string, passed: boolean, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } };

export type PartnerForecastQueryVariables = Exact<{
  externalId: string;
  assume: ForecastAssumption;
}>;


export type PartnerForecastQuery = { partner: { id: string, forecast: { lastClosedDay: string, decisions: Array<{ effectiveOn: string, asOf: string, change: TierChangeKind, reason: DecisionReason, provisional: boolean, expiredCount: number, tier: { id: string, key: string, name: string, rank: number } | null, metrics: Array<{ value: string | null, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>, alternatives: Array<Array<{ actual: string | null, required: string, missing: string, passed: boolean, limiting: boolean, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>>, expired: Array<{ lastDay: string, status: CreditStatus, way: string, mrr: { amount: string, currencyCode: string }, client: { id: string, externalId: string, name: string } | null }> }> } } | null };

export type PartnersPageQueryVariables = Exact<{
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
  search?: string | null | undefined;
  filter?: PartnerFilter | null | undefined;
  orderBy?: PartnerOrder | null | undefined;
}>;


export type PartnersPageQuery = { partners: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, externalId: string, name: string, country: string | null, joinedOn: string, certifiedUntil: string | null, tierSince: string | null, tier: { id: string, name: string, rank: number } | null, standing: { id: string, asOf: string, provisional: boolean, performingTier: { id: string, name: string, rank: number } | null, nextTier: { id: string, name: string, rank: number } | null, metrics: Array<{ value: string | null, metric: { key: string, unit: MetricUnit, currencyCode: string | null } }> } | null, tierHistory: { nodes: Array<{ id: string, change: TierChangeKind, effectiveOn: string }> } }> } | null };

export type PartnersEditionQueryVariables = Exact<{ [key: string]: never; }>;


export type PartnersEditionQuery = { edition: { id: string, metrics: Array<{ key: string, name: string, unit: MetricUnit, currencyCode: string | null }>, tiers: Array<{ id: string, key: string, name: string }> } | null };

export type FindingsOfKindQueryVariables = Exact<{
  kind: FindingKind;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type FindingsOfKindQuery = { portfolio: { findings: { totalCount: number, nodes: Array<{ id: string, size: string, detail: string | null, period: string | null, foundAt: string, partner: { id: string, externalId: string, name: string } | null, client: { id: string, externalId: string, name: string } | null, employee: { id: string, email: string } | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null } | null };

export type FindingCountsQueryVariables = Exact<{ [key: string]: never; }>;


export type FindingCountsQuery = { portfolio: { findingCounts: Array<{ kind: FindingKind, count: number | null, severity: FindingSeverity, says: string, remedy: string, sizeIs: string, asOf: string | null }> | null } | null };

export type PortfolioMoversQueryVariables = Exact<{
  change?: TierChangeKind | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type PortfolioMoversQuery = { portfolio: { movers: { edges: Array<{ gates: Array<{ actual: string | null, before: string | null, required: string, comparison: GateComparison, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>, node: { id: string, effectiveOn: string, tier: { id: string, name: string, rank: number } | null, previousTier: { id: string, name: string, rank: number } | null, partner: { id: string, externalId: string, name: string } } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null, rose: { totalCount: number, nodes: Array<{ id: string, effectiveOn: string }> } | null, fell: { totalCount: number, nodes: Array<{ id: string, effectiveOn: string }> } | null } | null };

export type PortfolioNearNextQueryVariables = Exact<{
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type PortfolioNearNextQuery = { portfolio: { nearNext: { edges: Array<{ lack: string, tier: { id: string, name: string, rank: number }, gates: Array<{ id: string, required: string, missing: string, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>, node: { id: string, externalId: string, name: string, tier: { id: string, name: string, rank: number } | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null } | null };

export type PortfolioStateQueryVariables = Exact<{ [key: string]: never; }>;


export type PortfolioStateQuery = { calendar: { today: string, lastClosedDay: string, nextDecisionDay: string | null, nextReportDueOn: string, nextReportLate: boolean, newestReport: { period: string, ranOn: string, revision: number } | null } | null, partners: { nodes: Array<{ id: string, dataThrough: { newestComputedDay: string | null } }> } | null, running: { totalCount: number, nodes: Array<{ id: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null, status: RecomputeStatus, cancelRequested: boolean, attempts: number, error: string | null, ahead: number, expectedAt: string | null, finishedAt: string | null, progress: { done: number, total: number }, chunks: { claimed: number, done: number, total: number } | null }> } | null, queued: { totalCount: number, nodes: Array<{ id: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null, status: RecomputeStatus, cancelRequested: boolean, attempts: number, error: string | null, ahead: number, expectedAt: string | null, finishedAt: string | null, progress: { done: number, total: number }, chunks: { claimed: number, done: number, total: number } | null }> } | null, failed: { nodes: Array<{ id: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null, status: RecomputeStatus, cancelRequested: boolean, attempts: number, error: string | null, ahead: number, expectedAt: string | null, finishedAt: string | null, progress: { done: number, total: number }, chunks: { claimed: number, done: number, total: number } | null }> } | null, schedule: Array<{ kind: RecomputeKind, month: string | null, from: string | null, to: string | null, dueAt: string, late: boolean }> | null };

export type PortfolioJobFragment = { id: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null, status: RecomputeStatus, cancelRequested: boolean, attempts: number, error: string | null, ahead: number, expectedAt: string | null, finishedAt: string | null, progress: { done: number, total: number }, chunks: { claimed: number, done: number, total: number } | null };

export type PortfolioAtRiskQueryVariables = Exact<{
  decisions: number;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type PortfolioAtRiskQuery = { portfolio: { atRisk: { nodes: Array<{ id: string, effectiveOn: string, lastDay: string | null, mrr: { amount: string, currencyCode: string }, metric: { key: string, name: string, unit: MetricUnit } | null, tier: { id: string, name: string, rank: number } | null, client: { id: string, externalId: string, name: string } | null, partner: { id: string, externalId: string, name: string, tier: { id: string, name: string, rank: number } | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null, one: { totalCount: number } | null, two: { totalCount: number } | null, three: { totalCount: number } | null } | null };

export type PortfolioHistoryQueryVariables = Exact<{
  months: number;
}>;


export type PortfolioHistoryQuery = { portfolio: { history: Array<{ day: string, sold: { amount: string, currencyCode: string } | null, managed: { amount: string, currencyCode: string } | null, tierCounts: Array<{ count: number, tier: { id: string, key: string, name: string, rank: number } | null }> }> | null } | null };

export type SettingsEditionQueryVariables = Exact<{ [key: string]: never; }>;


export type SettingsEditionQuery = { edition: { id: string, key: string, name: string, currency: string, effectiveFrom: string, effectiveUntil: string | null, program: { id: string, key: string, name: string } } | null };

export type WhatIfPartnerQueryVariables = Exact<{
  externalId: string;
}>;


export type WhatIfPartnerQuery = { partner: { id: string, externalId: string, name: string, certifiedUntil: string | null, employees: { nodes: Array<{ id: string, externalId: string, name: string | null, email: string }> }, clients: { nodes: Array<{ id: string, externalId: string, name: string }> } } | null };

export type WhatIfEditionQueryVariables = Exact<{
  on?: string | null | undefined;
}>;


export type WhatIfEditionQuery = { edition: { id: string, apps: Array<{ key: string, name: string }>, tiers: Array<{ id: string, key: string, name: string, rank: number }> } | null };

export type WhatIfClientsQueryVariables = Exact<{
  search: string;
}>;


export type WhatIfClientsQuery = { clients: { nodes: Array<{ id: string, externalId: string, name: string }> } | null };

export type WhatIfClientQueryVariables = Exact<{
  externalId: string;
}>;


export type WhatIfClientQuery = { client: { id: string, externalId: string, name: string } | null };

export type WhatIfAnswerQueryVariables = Exact<{
  partner: string | number;
  asOf?: string | null | undefined;
  assume: ForecastAssumption;
  facts: Array<SupposedFactInput> | SupposedFactInput;
}>;


export type WhatIfAnswerQuery = { whatIf: { asOf: string, unchanged: number, creditCount: number, before: { provisional: boolean, tier: { id: string, name: string, rank: number } | null, metrics: Array<{ value: string | null, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>, nextDecision: { effectiveOn: string, change: TierChangeKind, tier: { id: string, name: string, rank: number } | null } | null, alternatives: Array<Array<{ required: string, actual: string | null, missing: string, passed: boolean, limiting: boolean, comparison: GateComparison, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>> } | null, after: { provisional: boolean, tier: { id: string, name: string, rank: number } | null, metrics: Array<{ value: string | null, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>, nextDecision: { effectiveOn: string, change: TierChangeKind, tier: { id: string, name: string, rank: number } | null } | null, alternatives: Array<Array<{ required: string, actual: string | null, missing: string, passed: boolean, limiting: boolean, comparison: GateComparison, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>> } | null, credits: Array<{ clientExternalId: string | null, clientName: string | null, way: string, before: { status: CreditStatus, countsUntil: string | null, mrr: { amount: string, currencyCode: string } } | null, after: { status: CreditStatus, countsUntil: string | null, mrr: { amount: string, currencyCode: string } } | null, difference: { amount: string, currencyCode: string } }>, rejected: Array<{ index: number, field: string | null, reason: string }>, warnings: Array<{ index: number, field: string | null, reason: string }> } | null };

export type WhatIfSideFragment = { provisional: boolean, tier: { id: string, name: string, rank: number } | null, metrics: Array<{ value: string | null, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>, nextDecision: { effectiveOn: string, change: TierChangeKind, tier: { id: string, name: string, rank: number } | null } | null, alternatives: Array<Array<{ required: string, actual: string | null, missing: string, passed: boolean, limiting: boolean, comparison: GateComparison, metric: { key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>> };

export type FrameQueryVariables = Exact<{ [key: string]: never; }>;


export type FrameQuery = { viewer: { role: Role, partner: { id: string, externalId: string, name: string } | null }, calendar: { timeZone: string, today: string, lastClosedDay: string, nextDecisionDay: string | null, nextReportDueOn: string, nextReportLate: boolean, newestReport: { period: string, ranOn: string, revision: number } | null } | null, program: { id: string, name: string, currency: string } | null };

export const ShownJobFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ShownJob"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RecomputeJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"month"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"cancelRequested"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"error"}},{"kind":"Field","name":{"kind":"Name","value":"ahead"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"requestedBy"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expectedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"changedPartners"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}}]}},{"kind":"Field","name":{"kind":"Name","value":"chunks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"claimed"}},{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}}]}}]}}]} as unknown as DocumentNode<ShownJobFragment, unknown>;
export const LadderGateFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"LadderGate"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Gate"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"comparison"}},{"kind":"Field","name":{"kind":"Name","value":"required"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"passed"}},{"kind":"Field","name":{"kind":"Name","value":"metric"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"unit"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}}]} as unknown as DocumentNode<LadderGateFragment, unknown>;
export const PortfolioJobFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PortfolioJob"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RecomputeJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"month"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"cancelRequested"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"error"}},{"kind":"Field","name":{"kind":"Name","value":"ahead"}},{"kind":"Field","name":{"kind":"Name","value":"expectedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}}]}},{"kind":"Field","name":{"kind":"Name","value":"chunks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"claimed"}},{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}}]}}]}}]} as unknown as DocumentNode<PortfolioJobFragment, unknown>;
export const WhatIfSideFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WhatIfSide"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WhatIfStanding"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"provisional"}},{"kind":"Field","name":{"kind":"Name","value":"tier"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"rank"}}]}},{"kind":"Field","name":{"kind":"Name","value":"metrics"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"metric"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"unit"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"nextDecision"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"effectiveOn"}},{"kind":"Field","name":{"kind":"Name","value":"change"}},{"kind":"Field","name":{"kind":"Name","value":"tier"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"rank"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"alternatives"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"required"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"passed"}},{"kind":"Field","name":{"kind":"Name","value":"limiting"}},{"kind":"Field","name":{"kind":"Name","value":"comparison"}},{"kind":"Field","name":{"kind":"Name","value":"metric"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"unit"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}}]}}]} as unknown as DocumentNode<WhatIfSideFragment, unknown>;
export const StandingsLiveDocument = {"__meta__":{"hash":"sha256:bc067b47b5b1511a2ff2d846518cd0e45664aea62870c98b2fa81c908a3dc911"}} as unknown as DocumentNode<StandingsLiveSubscription, StandingsLiveSubscriptionVariables>;
export const TiersLiveDocument = {"__meta__":{"hash":"sha256:341e78db70fcf64f00d62800d4e4d387910971f7c7c3511100dad8c7dd3ba19b"}} as unknown as DocumentNode<TiersLiveSubscription, TiersLiveSubscriptionVariables>;
export const ForecastsLiveDocument = {"__meta__":{"hash":"sha256:6a338ff127f6c97fce848ddf0cf0cbfc943defc0f31533680b41de23230f1376"}} as unknown as DocumentNode<ForecastsLiveSubscription, ForecastsLiveSubscriptionVariables>;
export const JobsLiveDocument = {"__meta__":{"hash":"sha256:b0c47c3f648f4a9e0ead2ccc3c5363fe02edf1564e5d7e51860a6bab384bf6e5"}} as unknown as DocumentNode<JobsLiveSubscription, JobsLiveSubscriptionVariables>;
export const EditionDiffDocument = {"__meta__":{"hash":"sha256:113306a98831f81a2f5c32cf0210392703b026838969115ce07f55c180470975"}} as unknown as DocumentNode<EditionDiffQuery, EditionDiffQueryVariables>;
export const DryRunMovesDocument = {"__meta__":{"hash":"sha256:00166ff936c821e1114da51280121c659486bef6b827ae69fef1be0eab17cf61"}} as unknown as DocumentNode<DryRunMovesQuery, DryRunMovesQueryVariables>;
export const DryRunDecisionsDocument = {"__meta__":{"hash":"sha256:aabf732edf3cebfdf176e05d171586a096c63be364783829e8f17976d9703f73"}} as unknown as DocumentNode<DryRunDecisionsQuery, DryRunDecisionsQueryVariables>;
export const OtherDryRunsDocument = {"__meta__":{"hash":"sha256:ced04636747103cafca8f1361417671ea374ae043690e766d16cd3ed4b441182"}} as unknown as DocumentNode<OtherDryRunsQuery, OtherDryRunsQueryVariables>;
export const DryRunsDocument = {"__meta__":{"hash":"sha256:fbd92cd8ebd4f18354232bc447edd54e9782356eed95d0cc0019b7283e9f0aeb"}} as unknown as DocumentNode<DryRunsQuery, DryRunsQueryVariables>;
export const DryRunToReadDocument = {"__meta__":{"hash":"sha256:9a6c9482fa9dd89519bb0131cf8158d02a0b48b806137816c79eac9b525846c5"}} as unknown as DocumentNode<DryRunToReadQuery, DryRunToReadQueryVariables>;
export const CancelDryRunDocument = {"__meta__":{"hash":"sha256:b63fe97d3b7d5f1a507688409f90a1267643637f4d171762c7e3ad490aaa7e55"}} as unknown as DocumentNode<CancelDryRunMutation, CancelDryRunMutationVariables>;
export const RetryDryRunDocument = {"__meta__":{"hash":"sha256:73ca6ac69aa8ded06bfe5f3f14c081fce41152ea07c172fe49175ddbe80fece6"}} as unknown as DocumentNode<RetryDryRunMutation, RetryDryRunMutationVariables>;
export const EditionFileDocument = {"__meta__":{"hash":"sha256:aabb162848a681a7d58e9bfcd6e8b39bb727a02a28da14a0e440f38e531cc167"}} as unknown as DocumentNode<EditionFileQuery, EditionFileQueryVariables>;
export const EditionToReadDocument = {"__meta__":{"hash":"sha256:9d60ab0ef8a3bebc97d6c667f8b57f77bbd53c34fd20998f5e8f8392c36afa93"}} as unknown as DocumentNode<EditionToReadQuery, EditionToReadQueryVariables>;
export const KeepDraftDocument = {"__meta__":{"hash":"sha256:76bf4332766b4863096a6ae27d0f7eccb272eccd1c3abbf02cdd035cee3de17d"}} as unknown as DocumentNode<KeepDraftMutation, KeepDraftMutationVariables>;
export const WithdrawDraftDocument = {"__meta__":{"hash":"sha256:9e7927dd8b275d01ea82580101ea60df6ac358670ac946e568daef346424181e"}} as unknown as DocumentNode<WithdrawDraftMutation, WithdrawDraftMutationVariables>;
export const EditionProgramsDocument = {"__meta__":{"hash":"sha256:fb5f45cfff7680b0637c2b9fd81d533181ed7da845139dd7e258124fafcef892"}} as unknown as DocumentNode<EditionProgramsQuery, EditionProgramsQueryVariables>;
export const PublishDraftDocument = {"__meta__":{"hash":"sha256:277d4e2c18bc29b3c7e509850ece7fd20f536d73a419a2252c37ccc1447044b5"}} as unknown as DocumentNode<PublishDraftMutation, PublishDraftMutationVariables>;
export const BeginDryRunDocument = {"__meta__":{"hash":"sha256:7b1e6cbe7ee5eb793278132c3c68eb5f8dc226f85b743e8ba8317e08a6efa017"}} as unknown as DocumentNode<BeginDryRunMutation, BeginDryRunMutationVariables>;
export const CheckDraftDocument = {"__meta__":{"hash":"sha256:1807d59cd60935ca7863e004ae48a3d5688c5d690100fd4deb23de15217324ea"}} as unknown as DocumentNode<CheckDraftMutation, CheckDraftMutationVariables>;
export const DryRunProgressDocument = {"__meta__":{"hash":"sha256:6776b7d0acf2b217f16dac2b028bf7b1e08875cda52c75c105201ff211e08d86"}} as unknown as DocumentNode<DryRunProgressSubscription, DryRunProgressSubscriptionVariables>;
export const JobsNowDocument = {"__meta__":{"hash":"sha256:b90b259f38d6722cd88e853061aa5576222e721a6369d2d20d6f847814f12465"}} as unknown as DocumentNode<JobsNowQuery, JobsNowQueryVariables>;
export const WorkersAndScheduleDocument = {"__meta__":{"hash":"sha256:1f357b6059ea1f6bc2d0423d856b737cda4a2bdf0fa87fdaa263ab8571219ef7"}} as unknown as DocumentNode<WorkersAndScheduleQuery, WorkersAndScheduleQueryVariables>;
export const JobListDocument = {"__meta__":{"hash":"sha256:93faa42790d8895ac57c21bdbafbbee415fca504dab408e49c9afc056b4b32b0"}} as unknown as DocumentNode<JobListQuery, JobListQueryVariables>;
export const AskActivityDocument = {"__meta__":{"hash":"sha256:8b2f712dcb5cd9948f7513a84649329f63782d4769f9ce980e32a348d4c6f1c0"}} as unknown as DocumentNode<AskActivityMutation, AskActivityMutationVariables>;
export const AskTiersDocument = {"__meta__":{"hash":"sha256:5674dc16d2a4c2d1cc0214f39537255a8e085d6917937c0f9c0fbfc5e75a12d1"}} as unknown as DocumentNode<AskTiersMutation, AskTiersMutationVariables>;
export const CancelJobDocument = {"__meta__":{"hash":"sha256:014c7da0f3cca1bc446236311ec0ca9ffd2a6f2375222dfd32cc0e69bfacdd28"}} as unknown as DocumentNode<CancelJobMutation, CancelJobMutationVariables>;
export const RetryJobDocument = {"__meta__":{"hash":"sha256:3a7423085dec9e8016575fad66200a36442d557a85d6b8672c3795995d22cae3"}} as unknown as DocumentNode<RetryJobMutation, RetryJobMutationVariables>;
export const PublishedReportsDocument = {"__meta__":{"hash":"sha256:1cfd98766905cd229016a19de96d10598509f99e3eb3f94abaa94684cec541be"}} as unknown as DocumentNode<PublishedReportsQuery, PublishedReportsQueryVariables>;
export const ClosedReportsDocument = {"__meta__":{"hash":"sha256:3a4978d375ae5dcf752c2f1e8698271998bbfb66963453326cbc376a50d902e5"}} as unknown as DocumentNode<ClosedReportsQuery, ClosedReportsQueryVariables>;
export const LoadFactsDocument = {"__meta__":{"hash":"sha256:0a55e64f8c91a8588fcdba94ac1ad9ca947138ada434ac12596c3d335d0edbb2"}} as unknown as DocumentNode<LoadFactsMutation, LoadFactsMutationVariables>;
export const LoadActivityDocument = {"__meta__":{"hash":"sha256:9897d052301f9f9003989bba47a56b9ff7ade32bc191a9f0a5edb6181cca76a5"}} as unknown as DocumentNode<LoadActivityMutation, LoadActivityMutationVariables>;
export const PartnerChangesDocument = {"__meta__":{"hash":"sha256:b10a4736b6299e6c0af5941b96a07f4317ae33e71d1fb0dfa1882dfb9aa6ef1d"}} as unknown as DocumentNode<PartnerChangesQuery, PartnerChangesQueryVariables>;
export const PartnerClientDocument = {"__meta__":{"hash":"sha256:701672b2ae970b82f97d45b6a32a07328ba7e426635137e6097c11e83ae967ea"}} as unknown as DocumentNode<PartnerClientQuery, PartnerClientQueryVariables>;
export const PartnerClientsDocument = {"__meta__":{"hash":"sha256:05f509742b450e96c5cfa4efc3062916de916f2476752f1b4b18155af56428ef"}} as unknown as DocumentNode<PartnerClientsQuery, PartnerClientsQueryVariables>;
export const PartnerClientsBehindDocument = {"__meta__":{"hash":"sha256:1ccebf4fc0e7329f34adb4eab81ea235399867ad7face5d64e12af60bc57785d"}} as unknown as DocumentNode<PartnerClientsBehindQuery, PartnerClientsBehindQueryVariables>;
export const PartnerDecisionDocument = {"__meta__":{"hash":"sha256:153d487d480432f12dd8728ca272f98b026eea5943bf5b22e73948b3260b9426"}} as unknown as DocumentNode<PartnerDecisionQuery, PartnerDecisionQueryVariables>;
export const PartnerDecisionsDocument = {"__meta__":{"hash":"sha256:51dfe71f66e0991eb3d48d1e1cbd089177478aea6206b3be79988dbb5e29bf92"}} as unknown as DocumentNode<PartnerDecisionsQuery, PartnerDecisionsQueryVariables>;
export const PartnerEmployeesDocument = {"__meta__":{"hash":"sha256:6a5d3dcae4aaf1bd4658435a4ffd9aa22a44b318fad49f7d89d5c9d9a735ccec"}} as unknown as DocumentNode<PartnerEmployeesQuery, PartnerEmployeesQueryVariables>;
export const PartnerExplanationDocument = {"__meta__":{"hash":"sha256:49d7559124b35743f0bfa1cad57cc246c83cab4f16a4b4b2e14762667bcefec1"}} as unknown as DocumentNode<PartnerExplanationQuery, PartnerExplanationQueryVariables>;
export const PartnerHeadDocument = {"__meta__":{"hash":"sha256:2803f2fc2c9fa81ce7dc5f2890aae978445ebfed05f6decd0830343c6ecb50e2"}} as unknown as DocumentNode<PartnerHeadQuery, PartnerHeadQueryVariables>;
export const PartnerHistoryDocument = {"__meta__":{"hash":"sha256:36f37ddaf3df1eb163f42261817512ed157081e6a3af6775503fc4bbbe26b23c"}} as unknown as DocumentNode<PartnerHistoryQuery, PartnerHistoryQueryVariables>;
export const PartnerLadderDocument = {"__meta__":{"hash":"sha256:91550a439752cb80a86e17ab7ddb63cd6f6972fd9d2c8b102bb6a2c274df2c65"}} as unknown as DocumentNode<PartnerLadderQuery, PartnerLadderQueryVariables>;
export const PartnerForecastDocument = {"__meta__":{"hash":"sha256:dd41e10bc24fb909d4103135df35deca3c746dfd29f4056499238adf16e256db"}} as unknown as DocumentNode<PartnerForecastQuery, PartnerForecastQueryVariables>;
export const PartnersPageDocument = {"__meta__":{"hash":"sha256:cd58ead80c10fd481eda6f3fe8660c4107dfe9c8fba04257be8e06d25a16fcd0"}} as unknown as DocumentNode<PartnersPageQuery, PartnersPageQueryVariables>;
export const PartnersEditionDocument = {"__meta__":{"hash":"sha256:6e8a1608ebc6109628e82377bb67e8fa57e7a47679f102edb7a318079ce94d0c"}} as unknown as DocumentNode<PartnersEditionQuery, PartnersEditionQueryVariables>;
export const FindingsOfKindDocument = {"__meta__":{"hash":"sha256:b1e94048d1982a3c51a23aebe3b2d6e40a6a9dd039f8c163b20c9da43905b4db"}} as unknown as DocumentNode<FindingsOfKindQuery, FindingsOfKindQueryVariables>;
export const FindingCountsDocument = {"__meta__":{"hash":"sha256:52c50368381ed5a43898b5c74809c1f8c8d75220eda48d1049e5a89dafaf7661"}} as unknown as DocumentNode<FindingCountsQuery, FindingCountsQueryVariables>;
export const PortfolioMoversDocument = {"__meta__":{"hash":"sha256:b124c9da6e9cd75d912e5ba7eb5499259f32ec6a5949ec3f59b59f6d158ccc89"}} as unknown as DocumentNode<PortfolioMoversQuery, PortfolioMoversQueryVariables>;
export const PortfolioNearNextDocument = {"__meta__":{"hash":"sha256:159a4872c0dfff38a32ac50c0f9697d215e6254668d44e6a96f31c7e4c94fb05"}} as unknown as DocumentNode<PortfolioNearNextQuery, PortfolioNearNextQueryVariables>;
export const PortfolioStateDocument = {"__meta__":{"hash":"sha256:d237800bb8b1e6fbde65b47f1d706ee8acf88b5944c142fcb32063d573666f01"}} as unknown as DocumentNode<PortfolioStateQuery, PortfolioStateQueryVariables>;
export const PortfolioAtRiskDocument = {"__meta__":{"hash":"sha256:c09ef765157d4805f9cd5e1a1b6d46a76615ff524bc5045d23dfda50fdc51c62"}} as unknown as DocumentNode<PortfolioAtRiskQuery, PortfolioAtRiskQueryVariables>;
export const PortfolioHistoryDocument = {"__meta__":{"hash":"sha256:50d0ce7bb454978715a678bd95c8c19815512ee4a2f541928664403e6916c529"}} as unknown as DocumentNode<PortfolioHistoryQuery, PortfolioHistoryQueryVariables>;
export const SettingsEditionDocument = {"__meta__":{"hash":"sha256:68ddd5bd1a6bf37a3d757d322e1dcaa90017b9a137115bb3da34b9b9d10f0625"}} as unknown as DocumentNode<SettingsEditionQuery, SettingsEditionQueryVariables>;
export const WhatIfPartnerDocument = {"__meta__":{"hash":"sha256:e2bc08e0366272a17d99869d752110f17b6e36bcf3a115367af11867477f1ff8"}} as unknown as DocumentNode<WhatIfPartnerQuery, WhatIfPartnerQueryVariables>;
export const WhatIfEditionDocument = {"__meta__":{"hash":"sha256:32cdb4706abad219b1cc94793bd228a540c0cde1b6bc3fa61e078ec0231b200b"}} as unknown as DocumentNode<WhatIfEditionQuery, WhatIfEditionQueryVariables>;
export const WhatIfClientsDocument = {"__meta__":{"hash":"sha256:a9ab44d159b5c21c12daf2dc4c83c27fba2323d598352c01974ca2232589faa6"}} as unknown as DocumentNode<WhatIfClientsQuery, WhatIfClientsQueryVariables>;
export const WhatIfClientDocument = {"__meta__":{"hash":"sha256:2ba18c82af7551d94d64144159286fac77ea538a846d7f0469309594cdad3b76"}} as unknown as DocumentNode<WhatIfClientQuery, WhatIfClientQueryVariables>;
export const WhatIfAnswerDocument = {"__meta__":{"hash":"sha256:61f5a5bad772465c8fd7195db862d442fce3df91e187de2ab7f83b5fdfb0928c"}} as unknown as DocumentNode<WhatIfAnswerQuery, WhatIfAnswerQueryVariables>;
export const FrameDocument = {"__meta__":{"hash":"sha256:d8c03a3942f171fe688e24bb6ed426cc81fe3de6787e914ea04ff5b689e8c01c"}} as unknown as DocumentNode<FrameQuery, FrameQueryVariables>;