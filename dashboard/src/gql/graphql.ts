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
  /** Of money: ISO 4217; one that an edition in force counts; without, it is in the program's. */
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
  /** Something else holds what the edition needs: try again. */
  | 'BUSY'
  /** Reports or measures are in a currency of which the edition says no worth. */
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


export type StandingsLiveSubscription = { standingChanges: { __typename: 'StandingChange', cursor: string } };

export type TiersLiveSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type TiersLiveSubscription = { tierChanges: { __typename: 'TierChange', cursor: string } };

export type ForecastsLiveSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ForecastsLiveSubscription = { forecastChanges: { __typename: 'ForecastChange', cursor: string } };

export type JobsLiveSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type JobsLiveSubscription = { jobChanges: { __typename: 'RecomputeJob', id: string } };

export type EditionDiffQueryVariables = Exact<{
  before: string | number;
  after: string | number;
}>;


export type EditionDiffQuery = { edition: { __typename: 'Edition', id: string, diff: Array<{ __typename: 'EditionChange', path: string, kind: EditionChangeKind, before: string | null, after: string | null }> } | null };

export type DryRunMovesQueryVariables = Exact<{
  id: string | number;
  on: string;
}>;


export type DryRunMovesQuery = { dryRun: { __typename: 'DryRun', id: string, up: { __typename: 'DryRunDecisionConnection', totalCount: number }, down: { __typename: 'DryRunDecisionConnection', totalCount: number } } | null };

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


export type DryRunDecisionsQuery = { dryRun: { __typename: 'DryRun', id: string, decisions: { __typename: 'DryRunDecisionConnection', totalCount: number, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ __typename: 'DryRunDecisionEdge', node: { __typename: 'DryRunDecision', id: string, change: TierChangeKind, tierBefore: string | null, tierAfter: string | null, partner: { __typename: 'Partner', id: string, externalId: string, name: string }, gates: Array<{ __typename: 'DryRunGate', comparison: GateComparison, actual: string | null, required: string, missing: string, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>, by?: { __typename: 'DryRunDecision', id: string, tierAfter: string | null } | null } }> } } | null };

export type OtherDryRunsQueryVariables = Exact<{ [key: string]: never; }>;


export type OtherDryRunsQuery = { dryRuns: { __typename: 'DryRunConnection', edges: Array<{ __typename: 'DryRunEdge', node: { __typename: 'DryRun', id: string, number: string, editionKey: string, knownAt: string | null } }> } | null };

export type DryRunsQueryVariables = Exact<{
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type DryRunsQuery = { dryRuns: { __typename: 'DryRunConnection', totalCount: number, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ __typename: 'DryRunEdge', node: { __typename: 'DryRun', id: string, number: string, editionKey: string, editionName: string, from: string, to: string, job: { __typename: 'RecomputeJob', id: string, status: RecomputeStatus, requestedAt: string, requestedBy: string } } }> } | null };

export type DryRunToReadQueryVariables = Exact<{
  number: string | number;
}>;


export type DryRunToReadQuery = { dryRun: { __typename: 'DryRun', id: string, number: string, editionKey: string, editionName: string, knownAt: string | null, days: Array<{ __typename: 'DryRunDay', effectiveOn: string, asOf: string, editionInForce: string, partners: number, tiers: Array<{ __typename: 'DryRunTier', key: string | null, name: string | null, before: number, after: number }>, moves: Array<{ __typename: 'DryRunMove', tierBefore: string | null, tierAfter: string | null, partners: number }> }>, job: { __typename: 'RecomputeJob', id: string, number: string, status: RecomputeStatus, error: string | null, ahead: number, cancelRequested: boolean, expectedAt: string | null, requestedAt: string, requestedBy: string, progress: { __typename: 'Progress', done: number, total: number } } } | null };

export type CancelDryRunMutationVariables = Exact<{
  job: string | number;
}>;


export type CancelDryRunMutation = { asked: { __typename: 'RecomputePayload', job: { __typename: 'RecomputeJob', id: string, status: RecomputeStatus, cancelRequested: boolean } | null, userErrors: Array<{ __typename: 'UserError', message: string }> } | null };

export type RetryDryRunMutationVariables = Exact<{
  job: string | number;
}>;


export type RetryDryRunMutation = { asked: { __typename: 'RecomputePayload', job: { __typename: 'RecomputeJob', id: string, status: RecomputeStatus } | null, userErrors: Array<{ __typename: 'UserError', message: string }> } | null };

export type EditionFileQueryVariables = Exact<{
  id: string | number;
}>;


export type EditionFileQuery = { edition: { __typename: 'Edition', id: string, text: string, status: EditionStatus } | null };

export type EditionToReadQueryVariables = Exact<{
  id: string | number;
}>;


export type EditionToReadQuery = { edition: { __typename: 'Edition', id: string, text: string, sources: Array<string>, backdateReason: string | null, apps: Array<{ __typename: 'App', key: string, name: string }>, metrics: Array<{ __typename: 'Metric', key: string, name: string, description: string | null, unit: MetricUnit }>, tiers: Array<{ __typename: 'Tier', id: string, key: string, name: string, rank: number, alternatives: Array<Array<{ __typename: 'GateRule', id: string, comparison: GateComparison, minimum: string, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>> }>, policy: { __typename: 'Policy', mustHold: Array<string>, firstTermMonths: number | null, provisionalMayDemote: boolean, fallsWaitForApproval: boolean, deciding: { __typename: 'DecidingDays', rhythm: DecidingRhythm, day: number | null, months: Array<number> }, rise: { __typename: 'MovingDays', on: ReviewDays, day: number | null, months: Array<number> }, fall: { __typename: 'MovingDays', on: ReviewDays, day: number | null, months: Array<number> }, keptBy: { __typename: 'KeepingWindow', decidingDays: number | null, wholeMonths: number | null } | null, terms: Array<{ __typename: 'TierTerm', tier: string, months: number }>, carry: Array<{ __typename: 'CarriedTier', before: string, now: string | null }> } } | null };

export type KeepDraftMutationVariables = Exact<{
  text: string;
}>;


export type KeepDraftMutation = { draftEdition: { __typename: 'EditionPayload', edition: { __typename: 'Edition', id: string, key: string, text: string, status: EditionStatus, program: { __typename: 'Program', id: string, key: string } } | null, userErrors: Array<{ __typename: 'UserError', message: string }> } | null };

export type WithdrawDraftMutationVariables = Exact<{
  id: string | number;
}>;


export type WithdrawDraftMutation = { withdrawEdition: { __typename: 'EditionPayload', edition: { __typename: 'Edition', id: string, status: EditionStatus } | null, userErrors: Array<{ __typename: 'UserError', message: string }> } | null };

export type EditionProgramsQueryVariables = Exact<{ [key: string]: never; }>;


export type EditionProgramsQuery = { programs: Array<{ __typename: 'Program', id: string, key: string, name: string, currency: string, editions: Array<{ __typename: 'Edition', id: string, key: string, name: string, status: EditionStatus, effectiveFrom: string, effectiveUntil: string | null, changedAt: string, changedBy: string | null }> }> | null, program: { __typename: 'Program', id: string, key: string } | null };

export type PublishDraftMutationVariables = Exact<{
  id: string | number;
  backdate: boolean;
  reason?: string | null | undefined;
}>;


export type PublishDraftMutation = { publishEdition: { __typename: 'PublishEditionPayload', alreadyPublished: boolean, edition: { __typename: 'Edition', id: string, key: string, status: EditionStatus, effectiveFrom: string, effectiveUntil: string | null } | null, decidedAnew: { __typename: 'DecidedAnewSpans', days: { __typename: 'DaySpan', first: string, last: string } | null, decisions: { __typename: 'DaySpan', first: string, last: string } | null } | null, userErrors: Array<{ __typename: 'UserError', message: string }> } | null };

export type BeginDryRunMutationVariables = Exact<{
  edition: string | number;
  on?: string | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
}>;


export type BeginDryRunMutation = { dryRun: { __typename: 'DryRunPayload', dryRun: { __typename: 'DryRun', id: string, number: string } | null, userErrors: Array<{ __typename: 'UserError', message: string }> } | null };

export type CheckDraftMutationVariables = Exact<{
  text: string;
  backdate: boolean;
}>;


export type CheckDraftMutation = { checkEdition: { __typename: 'CheckEditionPayload', warnings: Array<string>, notApplied: Array<string>, userErrors: Array<{ __typename: 'UserError', code: UserErrorCode, message: string }>, decidedAnew: { __typename: 'DecidedAnewSpans', days: { __typename: 'DaySpan', first: string, last: string } | null, decisions: { __typename: 'DaySpan', first: string, last: string } | null } | null } | null };

export type DryRunProgressSubscriptionVariables = Exact<{
  jobId: string | number;
}>;


export type DryRunProgressSubscription = { recomputeProgress: { __typename: 'RecomputeJob', id: string, status: RecomputeStatus, error: string | null, ahead: number, cancelRequested: boolean, expectedAt: string | null, progress: { __typename: 'Progress', done: number, total: number } } };

export type JobsNowQueryVariables = Exact<{ [key: string]: never; }>;


export type JobsNowQuery = { calendar: { __typename: 'Calendar', today: string, lastClosedDay: string } | null, running: { __typename: 'RecomputeJobConnection', totalCount: number, nodes: Array<{ __typename: 'RecomputeJob', id: string, number: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null, status: RecomputeStatus, cancelRequested: boolean, attempts: number, error: string | null, ahead: number, requestedAt: string, requestedBy: string, startedAt: string | null, expectedAt: string | null, finishedAt: string | null, changedPartners: number | null, progress: { __typename: 'Progress', done: number, total: number }, chunks: { __typename: 'ChunkCounts', claimed: number, done: number, total: number } | null }> } | null, queued: { __typename: 'RecomputeJobConnection', totalCount: number, nodes: Array<{ __typename: 'RecomputeJob', id: string, number: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null, status: RecomputeStatus, cancelRequested: boolean, attempts: number, error: string | null, ahead: number, requestedAt: string, requestedBy: string, startedAt: string | null, expectedAt: string | null, finishedAt: string | null, changedPartners: number | null, progress: { __typename: 'Progress', done: number, total: number }, chunks: { __typename: 'ChunkCounts', claimed: number, done: number, total: number } | null }> } | null };

export type ShownJobFragment = { __typename: 'RecomputeJob', id: string, number: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null, status: RecomputeStatus, cancelRequested: boolean, attempts: number, error: string | null, ahead: number, requestedAt: string, requestedBy: string, startedAt: string | null, expectedAt: string | null, finishedAt: string | null, changedPartners: number | null, progress: { __typename: 'Progress', done: number, total: number }, chunks: { __typename: 'ChunkCounts', claimed: number, done: number, total: number } | null };

export type WorkersAndScheduleQueryVariables = Exact<{ [key: string]: never; }>;


export type WorkersAndScheduleQuery = { workers: Array<{ __typename: 'Worker', name: string, isThere: boolean, startedAt: string, seenAt: string, job: { __typename: 'RecomputeJob', id: string, number: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null } | null }> | null, schedule: Array<{ __typename: 'ScheduledWork', kind: RecomputeKind, month: string | null, from: string | null, to: string | null, dueAt: string, late: boolean }> | null };

export type JobListQueryVariables = Exact<{
  filter?: RecomputeJobFilter | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type JobListQuery = { recomputeJobs: { __typename: 'RecomputeJobConnection', totalCount: number, nodes: Array<{ __typename: 'RecomputeJob', id: string, number: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null, status: RecomputeStatus, cancelRequested: boolean, attempts: number, error: string | null, ahead: number, requestedAt: string, requestedBy: string, startedAt: string | null, expectedAt: string | null, finishedAt: string | null, changedPartners: number | null, progress: { __typename: 'Progress', done: number, total: number }, chunks: { __typename: 'ChunkCounts', claimed: number, done: number, total: number } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type AskActivityMutationVariables = Exact<{
  input: RecomputeActivityInput;
}>;


export type AskActivityMutation = { asked: { __typename: 'RecomputePayload', job: { __typename: 'RecomputeJob', id: string, number: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null, status: RecomputeStatus, cancelRequested: boolean, attempts: number, error: string | null, ahead: number, requestedAt: string, requestedBy: string, startedAt: string | null, expectedAt: string | null, finishedAt: string | null, changedPartners: number | null, progress: { __typename: 'Progress', done: number, total: number }, chunks: { __typename: 'ChunkCounts', claimed: number, done: number, total: number } | null } | null, userErrors: Array<{ __typename: 'UserError', code: UserErrorCode, message: string, path: Array<string> }> } | null };

export type AskTiersMutationVariables = Exact<{
  input: RecomputeTiersInput;
}>;


export type AskTiersMutation = { asked: { __typename: 'RecomputePayload', job: { __typename: 'RecomputeJob', id: string, number: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null, status: RecomputeStatus, cancelRequested: boolean, attempts: number, error: string | null, ahead: number, requestedAt: string, requestedBy: string, startedAt: string | null, expectedAt: string | null, finishedAt: string | null, changedPartners: number | null, progress: { __typename: 'Progress', done: number, total: number }, chunks: { __typename: 'ChunkCounts', claimed: number, done: number, total: number } | null } | null, userErrors: Array<{ __typename: 'UserError', code: UserErrorCode, message: string, path: Array<string> }> } | null };

export type CancelJobMutationVariables = Exact<{
  input: CancelRecomputeInput;
}>;


export type CancelJobMutation = { asked: { __typename: 'RecomputePayload', job: { __typename: 'RecomputeJob', id: string, number: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null, status: RecomputeStatus, cancelRequested: boolean, attempts: number, error: string | null, ahead: number, requestedAt: string, requestedBy: string, startedAt: string | null, expectedAt: string | null, finishedAt: string | null, changedPartners: number | null, progress: { __typename: 'Progress', done: number, total: number }, chunks: { __typename: 'ChunkCounts', claimed: number, done: number, total: number } | null } | null, userErrors: Array<{ __typename: 'UserError', code: UserErrorCode, message: string, path: Array<string> }> } | null };

export type RetryJobMutationVariables = Exact<{
  input: RetryRecomputeInput;
}>;


export type RetryJobMutation = { asked: { __typename: 'RecomputePayload', job: { __typename: 'RecomputeJob', id: string, number: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null, status: RecomputeStatus, cancelRequested: boolean, attempts: number, error: string | null, ahead: number, requestedAt: string, requestedBy: string, startedAt: string | null, expectedAt: string | null, finishedAt: string | null, changedPartners: number | null, progress: { __typename: 'Progress', done: number, total: number }, chunks: { __typename: 'ChunkCounts', claimed: number, done: number, total: number } | null } | null, userErrors: Array<{ __typename: 'UserError', code: UserErrorCode, message: string, path: Array<string> }> } | null };

export type PublishedReportsQueryVariables = Exact<{
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type PublishedReportsQuery = { mrrReports: { __typename: 'MrrReportConnection', totalCount: number, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ __typename: 'MrrReportEdge', node: { __typename: 'MrrReport', id: string, period: string, revision: number, ranOn: string, confirmedBy: string | null, totals: Array<{ __typename: 'Money', amount: string, currencyCode: string }> } }> } | null };

export type ClosedReportsQueryVariables = Exact<{ [key: string]: never; }>;


export type ClosedReportsQuery = { mrrReports: { __typename: 'MrrReportConnection', edges: Array<{ __typename: 'MrrReportEdge', node: { __typename: 'MrrReport', id: string, period: string, revision: number } }> } | null };

export type LoadFactsMutationVariables = Exact<{
  records: Array<FactInput> | FactInput;
  confirmReports: boolean;
}>;


export type LoadFactsMutation = { importFacts: { __typename: 'IngestPayload', accepted: number, unchanged: number, rejected: Array<{ __typename: 'RejectedRecord', index: number, field: string | null, reason: string, confirmable: boolean }>, warnings: Array<{ __typename: 'IngestWarning', index: number, field: string | null, reason: string }>, userErrors: Array<{ __typename: 'UserError', message: string }> } | null };

export type LoadActivityMutationVariables = Exact<{
  events: Array<ActivityInput> | ActivityInput;
}>;


export type LoadActivityMutation = { recordActivity: { __typename: 'IngestPayload', accepted: number, unchanged: number, rejected: Array<{ __typename: 'RejectedRecord', index: number, field: string | null, reason: string }>, warnings: Array<{ __typename: 'IngestWarning', index: number, field: string | null, reason: string }>, userErrors: Array<{ __typename: 'UserError', message: string }> } | null };

export type PartnerChangesQueryVariables = Exact<{
  externalId: string;
  from: string;
  to: string;
  count: number;
}>;


export type PartnerChangesQuery = { partner: { __typename: 'Partner', id: string, changes: { __typename: 'PartnerChanges', firstDay: string, lastDay: string, tierBefore: { __typename: 'Tier', id: string, name: string } | null, tierAfter: { __typename: 'Tier', id: string, name: string } | null, metrics: Array<{ __typename: 'MetricChange', before: string | null, after: string | null, clientCount: number, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null }, clients: Array<{ __typename: 'ClientChange', before: string, after: string, difference: string, cause: ChangeCause, way: string, client: { __typename: 'Client', id: string, externalId: string, name: string } | null }> }> } | null } | null };

export type PartnerClientQueryVariables = Exact<{
  client: string;
}>;


export type PartnerClientQuery = { client: { __typename: 'Client', id: string, externalId: string, name: string, country: string | null, registeredOn: string, soldOn: string | null, soldBy: { __typename: 'Partner', id: string, name: string } | null, mrr: { __typename: 'Money', amount: string, currencyCode: string } | null, usedApps: Array<{ __typename: 'UsedApp', key: string, name: string, lastUsedOn: string }>, accesses: { __typename: 'AccessConnection', nodes: Array<{ __typename: 'Access', id: string, grantedOn: string, revokedOn: string | null, lastActiveOn: string | null, employee: { __typename: 'Employee', id: string, name: string | null, email: string, leftOn: string | null } }> }, partners: { __typename: 'ClientPartnerConnection', edges: Array<{ __typename: 'ClientPartnerEdge', node: { __typename: 'Partner', id: string, externalId: string, name: string }, credit: { __typename: 'ClientCredit', appsUsed: number, sold: { __typename: 'Credit', status: CreditStatus, countsUntil: string | null, mrr: { __typename: 'Money', amount: string, currencyCode: string } }, managed: { __typename: 'Credit', status: CreditStatus, countsUntil: string | null, mrr: { __typename: 'Money', amount: string, currencyCode: string } }, ways: Array<{ __typename: 'WayCredit', way: string, status: CreditStatus, countsUntil: string | null, mrr: { __typename: 'Money', amount: string, currencyCode: string }, parts: Array<{ __typename: 'CreditPart', line: string | null, rate: string, countsUntil: string, soldOn: string | null, reported: { __typename: 'Money', amount: string, currencyCode: string }, mrr: { __typename: 'Money', amount: string, currencyCode: string } }> }> } }> } } | null };

export type PartnerClientsQueryVariables = Exact<{
  externalId: string;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
  filter?: PartnerClientFilter | null | undefined;
  orderBy?: PartnerClientOrder | null | undefined;
}>;


export type PartnerClientsQuery = { partner: { __typename: 'Partner', id: string, clients: { __typename: 'PartnerClientConnection', totalCount: number, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ __typename: 'PartnerClientEdge', node: { __typename: 'Client', id: string, externalId: string, name: string, registeredOn: string, soldOn: string | null, soldBy: { __typename: 'Partner', id: string } | null }, credit: { __typename: 'ClientCredit', asOf: string, appsUsed: number, countsInMedian: boolean, sold: { __typename: 'Credit', status: CreditStatus, countsUntil: string | null, mrr: { __typename: 'Money', amount: string, currencyCode: string } }, managed: { __typename: 'Credit', status: CreditStatus, countsUntil: string | null, mrr: { __typename: 'Money', amount: string, currencyCode: string } } } }> } } | null };

export type PartnerClientsBehindQueryVariables = Exact<{
  externalId: string;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
  filter?: PartnerClientFilter | null | undefined;
  orderBy?: PartnerClientOrder | null | undefined;
}>;


export type PartnerClientsBehindQuery = { partner: { __typename: 'Partner', id: string, clients: { __typename: 'PartnerClientConnection', edges: Array<{ __typename: 'PartnerClientEdge', node: { __typename: 'Client', id: string }, credit: { __typename: 'ClientCredit', countsFrom: string | null, lastActiveOn: string | null, matchedEmployee: { __typename: 'Employee', id: string, name: string | null, email: string } | null, matchedAccess: { __typename: 'MatchedAccess', emailDomain: string, partnerDomains: Array<string>, grantedOn: string, endsOn: string | null } | null } }> } } | null };

export type PartnerDecisionQueryVariables = Exact<{
  id: string | number;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type PartnerDecisionQuery = { node:
    | { __typename: 'Access', id: string }
    | { __typename: 'Client', id: string }
    | { __typename: 'Credential', id: string }
    | { __typename: 'CreditedClient', id: string }
    | { __typename: 'DryRun', id: string }
    | { __typename: 'Edition', id: string }
    | { __typename: 'Employee', id: string }
    | { __typename: 'Finding', id: string }
    | { __typename: 'Measure', id: string }
    | { __typename: 'MrrLine', id: string }
    | { __typename: 'MrrReport', id: string }
    | { __typename: 'Partner', id: string }
    | { __typename: 'Program', id: string }
    | { __typename: 'RecomputeJob', id: string }
    | { __typename: 'Sale', id: string }
    | { __typename: 'TierDecision', effectiveOn: string, asOf: string, revision: number, change: TierChangeKind, provisional: boolean, id: string, tier: { __typename: 'Tier', id: string, name: string, rank: number } | null, edition: { __typename: 'Edition', id: string, name: string }, metrics: Array<{ __typename: 'MetricValue', value: string | null, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>, revisions: Array<{ __typename: 'TierDecision', id: string, revision: number, knownAt: string, supersededAt: string | null, provisional: boolean, tier: { __typename: 'Tier', id: string, name: string, rank: number } | null }>, credits: { __typename: 'CreditedClientConnection', totalCount: number, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ __typename: 'CreditedClient', id: string, client: { __typename: 'Client', id: string, externalId: string, name: string }, credit: { __typename: 'ClientCredit', appsUsed: number, countsInMedian: boolean, sold: { __typename: 'Credit', status: CreditStatus, countsUntil: string | null, mrr: { __typename: 'Money', amount: string, currencyCode: string } }, managed: { __typename: 'Credit', status: CreditStatus, countsUntil: string | null, mrr: { __typename: 'Money', amount: string, currencyCode: string } } } }> } }
   | null };

export type PartnerDecisionsQueryVariables = Exact<{
  externalId: string;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
  orderBy?: TierDecisionOrder | null | undefined;
}>;


export type PartnerDecisionsQuery = { partner: { __typename: 'Partner', id: string, tierHistory: { __typename: 'TierDecisionConnection', totalCount: number, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ __typename: 'TierDecision', id: string, effectiveOn: string, revision: number, change: TierChangeKind, provisional: boolean, knownAt: string, tier: { __typename: 'Tier', id: string, name: string, rank: number } | null, performingTier: { __typename: 'Tier', id: string, name: string, rank: number } | null, metrics: Array<{ __typename: 'MetricValue', value: string | null, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } }> }> } } | null };

export type PartnerEmployeesQueryVariables = Exact<{
  externalId: string;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type PartnerEmployeesQuery = { partner: { __typename: 'Partner', id: string, employees: { __typename: 'EmployeeConnection', totalCount: number, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ __typename: 'Employee', id: string, externalId: string, name: string | null, email: string, leftOn: string | null, credentials: { __typename: 'CredentialConnection', totalCount: number, nodes: Array<{ __typename: 'Credential', id: string, name: string, validFrom: string, validUntil: string | null }> } }> } } | null };

export type PartnerExplanationQueryVariables = Exact<{
  externalId: string;
  count: number;
}>;


export type PartnerExplanationQuery = { partner: { __typename: 'Partner', id: string, standing: { __typename: 'Standing', id: string, asOf: string, metrics: Array<{ __typename: 'MetricValue', value: string | null, metric: { __typename: 'Metric', key: string } }>, explain: { __typename: 'Explanation', asOf: string, metrics: Array<{ __typename: 'MetricExplanation', value: string | null, contributionCount: number, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null, description: string | null }, contributions: Array<{ __typename: 'Contribution', amount: string | null, inMiddle: boolean, lifts: boolean, line: string | null, measure: string | null, measuredOn: string | null, countsFrom: string | null, countsUntil: string | null, client: { __typename: 'Client', id: string, externalId: string, name: string } | null, employee: { __typename: 'Employee', id: string, name: string | null, email: string } | null, ofMetric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } | null, credit: { __typename: 'ExplainedCredit', way: string, status: CreditStatus, countsFrom: string | null, countsUntil: string | null, access: { __typename: 'MatchedAccess', lastActiveOn: string | null, employee: { __typename: 'Employee', id: string, name: string | null, email: string } | null } | null } | null }> }> } | null } | null } | null };

export type PartnerHeadQueryVariables = Exact<{
  externalId: string;
  day?: string | null | undefined;
}>;


export type PartnerHeadQuery = { partner: { __typename: 'Partner', id: string, externalId: string, name: string, tierSince: string | null, certifiedUntil: string | null, joinedOn: string, dataThrough: { __typename: 'DataThrough', newestActivity: string | null, newestComputedDay: string | null, newestReport: { __typename: 'ReportInForce', period: string, ranOn: string } | null }, tier: { __typename: 'Tier', id: string, key: string, name: string, rank: number } | null, tierHistory: { __typename: 'TierDecisionConnection', nodes: Array<{ __typename: 'TierDecision', id: string, effectiveOn: string, asOf: string }> }, standing: { __typename: 'Standing', id: string, asOf: string, provisional: boolean, performingTier: { __typename: 'Tier', id: string, key: string, name: string, rank: number } | null, nextTier: { __typename: 'Tier', id: string, key: string, name: string, rank: number } | null, metrics: Array<{ __typename: 'MetricValue', value: string | null, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null, description: string | null } }> } | null } | null, edition: { __typename: 'Edition', id: string, name: string, tiers: Array<{ __typename: 'Tier', id: string, key: string, name: string, rank: number }>, policy: { __typename: 'Policy', firstTermMonths: number | null, fallsWaitForApproval: boolean, provisionalMayDemote: boolean, fall: { __typename: 'MovingDays', on: ReviewDays, months: Array<number> }, keptBy: { __typename: 'KeepingWindow', decidingDays: number | null, wholeMonths: number | null } | null, terms: Array<{ __typename: 'TierTerm', tier: string, months: number }> } } | null };

export type PartnerHistoryQueryVariables = Exact<{
  externalId: string;
}>;


export type PartnerHistoryQuery = { partner: { __typename: 'Partner', id: string, tierHistory: { __typename: 'TierDecisionConnection', nodes: Array<{ __typename: 'TierDecision', id: string, effectiveOn: string, asOf: string, tier: { __typename: 'Tier', id: string, key: string, name: string, rank: number } | null, metrics: Array<{ __typename: 'MetricValue', value: string | null, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } }> }> } } | null };

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


export type PartnerLadderQuery = { partner: { __typename: 'Partner', id: string, standing: { __typename: 'Standing', id: string, t1: Array<Array<{ __typename: 'Gate', id: string, comparison: GateComparison, required: string, actual: string | null, missing: string, passed: boolean, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>>, t2: Array<Array<{ __typename: 'Gate', id: string, comparison: GateComparison, required: string, actual: string | null, missing: string, passed: boolean, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>>, t3: Array<Array<{ __typename: 'Gate', id: string, comparison: GateComparison, required: string, actual: string | null, missing: string, passed: boolean, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>>, t4: Array<Array<{ __typename: 'Gate', id: string, comparison: GateComparison, required: string, actual: string | null, missing: string, passed: boolean, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>>, t5: Array<Array<{ __typename: 'Gate', id: string, comparison: GateComparison, required: string, actual: string | null, missing: string, passed: boolean, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>>, t6: Array<Array<{ __typename: 'Gate', id: string, comparison: GateComparison, required: string, actual: string | null, missing: string, passed: boolean, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>>, t7: Array<Array<{ __typename: 'Gate', id: string, comparison: GateComparison, required: string, actual: string | null, missing: string, passed: boolean, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>>, t8: Array<Array<{ __typename: 'Gate', id: string, comparison: GateComparison, required: string, actual: string | null, missing: string, passed: boolean, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>> } | null } | null };

export type LadderGateFragment = { __typename: 'Gate', id: string, comparison: GateComparison, required: string, actual: string | null, missing: string, passed: boolean, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } };

export type PartnerForecastQueryVariables = Exact<{
  externalId: string;
  assume: ForecastAssumption;
}>;


export type PartnerForecastQuery = { partner: { __typename: 'Partner', id: string, forecast: { __typename: 'Forecast', lastClosedDay: string, decisions: Array<{ __typename: 'ForecastDecision', effectiveOn: string, asOf: string, change: TierChangeKind, reason: DecisionReason, provisional: boolean, expiredCount: number, tier: { __typename: 'Tier', id: string, key: string, name: string, rank: number } | null, metrics: Array<{ __typename: 'MetricValue', value: string | null, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>, alternatives: Array<Array<{ __typename: 'ForecastGate', actual: string | null, required: string, missing: string, passed: boolean, limiting: boolean, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>>, expired: Array<{ __typename: 'Expiry', lastDay: string, status: CreditStatus, way: string, mrr: { __typename: 'Money', amount: string, currencyCode: string }, client: { __typename: 'Client', id: string, externalId: string, name: string } | null }> }> } } | null };

export type PartnersPageQueryVariables = Exact<{
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
  search?: string | null | undefined;
  filter?: PartnerFilter | null | undefined;
  orderBy?: PartnerOrder | null | undefined;
}>;


export type PartnersPageQuery = { partners: { __typename: 'PartnerConnection', totalCount: number, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ __typename: 'Partner', id: string, externalId: string, name: string, country: string | null, joinedOn: string, certifiedUntil: string | null, tierSince: string | null, tier: { __typename: 'Tier', id: string, name: string, rank: number } | null, standing: { __typename: 'Standing', id: string, asOf: string, provisional: boolean, performingTier: { __typename: 'Tier', id: string, name: string, rank: number } | null, nextTier: { __typename: 'Tier', id: string, name: string, rank: number } | null, metrics: Array<{ __typename: 'MetricValue', value: string | null, metric: { __typename: 'Metric', key: string, unit: MetricUnit, currencyCode: string | null } }> } | null, tierHistory: { __typename: 'TierDecisionConnection', nodes: Array<{ __typename: 'TierDecision', id: string, change: TierChangeKind, effectiveOn: string }> } }> } | null };

export type PartnersEditionQueryVariables = Exact<{ [key: string]: never; }>;


export type PartnersEditionQuery = { edition: { __typename: 'Edition', id: string, metrics: Array<{ __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null }>, tiers: Array<{ __typename: 'Tier', id: string, key: string, name: string }> } | null };

export type FindingsOfKindQueryVariables = Exact<{
  kind: FindingKind;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type FindingsOfKindQuery = { portfolio: { __typename: 'Portfolio', findings: { __typename: 'FindingConnection', totalCount: number, nodes: Array<{ __typename: 'Finding', id: string, size: string, detail: string | null, period: string | null, foundAt: string, partner: { __typename: 'Partner', id: string, externalId: string, name: string } | null, client: { __typename: 'Client', id: string, externalId: string, name: string } | null, employee: { __typename: 'Employee', id: string, email: string } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null } | null };

export type FindingCountsQueryVariables = Exact<{ [key: string]: never; }>;


export type FindingCountsQuery = { portfolio: { __typename: 'Portfolio', findingCounts: Array<{ __typename: 'FindingCount', kind: FindingKind, count: number | null, severity: FindingSeverity, says: string, remedy: string, sizeIs: string, asOf: string | null }> | null } | null };

export type PortfolioMoversQueryVariables = Exact<{
  change?: TierChangeKind | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type PortfolioMoversQuery = { portfolio: { __typename: 'Portfolio', movers: { __typename: 'MoverConnection', edges: Array<{ __typename: 'MoverEdge', gates: Array<{ __typename: 'MoverGate', actual: string | null, before: string | null, required: string, comparison: GateComparison, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>, node: { __typename: 'TierDecision', id: string, effectiveOn: string, tier: { __typename: 'Tier', id: string, name: string, rank: number } | null, previousTier: { __typename: 'Tier', id: string, name: string, rank: number } | null, partner: { __typename: 'Partner', id: string, externalId: string, name: string } } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null, rose: { __typename: 'MoverConnection', totalCount: number, nodes: Array<{ __typename: 'TierDecision', id: string, effectiveOn: string }> } | null, fell: { __typename: 'MoverConnection', totalCount: number, nodes: Array<{ __typename: 'TierDecision', id: string, effectiveOn: string }> } | null } | null };

export type PortfolioNearNextQueryVariables = Exact<{
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type PortfolioNearNextQuery = { portfolio: { __typename: 'Portfolio', nearNext: { __typename: 'NearNextConnection', edges: Array<{ __typename: 'NearNextEdge', lack: string, tier: { __typename: 'Tier', id: string, name: string, rank: number }, gates: Array<{ __typename: 'Gate', id: string, required: string, missing: string, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>, node: { __typename: 'Partner', id: string, externalId: string, name: string, tier: { __typename: 'Tier', id: string, name: string, rank: number } | null } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null } | null };

export type PortfolioStateQueryVariables = Exact<{ [key: string]: never; }>;


export type PortfolioStateQuery = { calendar: { __typename: 'Calendar', today: string, lastClosedDay: string, nextDecisionDay: string | null, nextReportDueOn: string, nextReportLate: boolean, newestReport: { __typename: 'ReportInForce', period: string, ranOn: string, revision: number } | null } | null, partners: { __typename: 'PartnerConnection', nodes: Array<{ __typename: 'Partner', id: string, dataThrough: { __typename: 'DataThrough', newestComputedDay: string | null } }> } | null, running: { __typename: 'RecomputeJobConnection', totalCount: number, nodes: Array<{ __typename: 'RecomputeJob', id: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null, status: RecomputeStatus, cancelRequested: boolean, attempts: number, error: string | null, ahead: number, expectedAt: string | null, finishedAt: string | null, progress: { __typename: 'Progress', done: number, total: number }, chunks: { __typename: 'ChunkCounts', claimed: number, done: number, total: number } | null }> } | null, queued: { __typename: 'RecomputeJobConnection', totalCount: number, nodes: Array<{ __typename: 'RecomputeJob', id: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null, status: RecomputeStatus, cancelRequested: boolean, attempts: number, error: string | null, ahead: number, expectedAt: string | null, finishedAt: string | null, progress: { __typename: 'Progress', done: number, total: number }, chunks: { __typename: 'ChunkCounts', claimed: number, done: number, total: number } | null }> } | null, failed: { __typename: 'RecomputeJobConnection', nodes: Array<{ __typename: 'RecomputeJob', id: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null, status: RecomputeStatus, cancelRequested: boolean, attempts: number, error: string | null, ahead: number, expectedAt: string | null, finishedAt: string | null, progress: { __typename: 'Progress', done: number, total: number }, chunks: { __typename: 'ChunkCounts', claimed: number, done: number, total: number } | null }> } | null, schedule: Array<{ __typename: 'ScheduledWork', kind: RecomputeKind, month: string | null, from: string | null, to: string | null, dueAt: string, late: boolean }> | null };

export type PortfolioJobFragment = { __typename: 'RecomputeJob', id: string, kind: RecomputeKind, month: string | null, from: string | null, to: string | null, status: RecomputeStatus, cancelRequested: boolean, attempts: number, error: string | null, ahead: number, expectedAt: string | null, finishedAt: string | null, progress: { __typename: 'Progress', done: number, total: number }, chunks: { __typename: 'ChunkCounts', claimed: number, done: number, total: number } | null };

export type PortfolioAtRiskQueryVariables = Exact<{
  decisions: number;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type PortfolioAtRiskQuery = { portfolio: { __typename: 'Portfolio', atRisk: { __typename: 'ForeseenDecisionConnection', nodes: Array<{ __typename: 'ForeseenDecision', id: string, effectiveOn: string, lastDay: string | null, mrr: { __typename: 'Money', amount: string, currencyCode: string }, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit } | null, tier: { __typename: 'Tier', id: string, name: string, rank: number } | null, client: { __typename: 'Client', id: string, externalId: string, name: string } | null, partner: { __typename: 'Partner', id: string, externalId: string, name: string, tier: { __typename: 'Tier', id: string, name: string, rank: number } | null } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null, one: { __typename: 'ForeseenDecisionConnection', totalCount: number } | null, two: { __typename: 'ForeseenDecisionConnection', totalCount: number } | null, three: { __typename: 'ForeseenDecisionConnection', totalCount: number } | null } | null };

export type PortfolioHistoryQueryVariables = Exact<{
  months: number;
}>;


export type PortfolioHistoryQuery = { portfolio: { __typename: 'Portfolio', history: Array<{ __typename: 'PortfolioDay', day: string, sold: { __typename: 'Money', amount: string, currencyCode: string } | null, managed: { __typename: 'Money', amount: string, currencyCode: string } | null, tierCounts: Array<{ __typename: 'TierCount', count: number, tier: { __typename: 'Tier', id: string, key: string, name: string, rank: number } | null }> }> | null } | null };

export type SettingsEditionQueryVariables = Exact<{ [key: string]: never; }>;


export type SettingsEditionQuery = { edition: { __typename: 'Edition', id: string, key: string, name: string, currency: string, effectiveFrom: string, effectiveUntil: string | null, program: { __typename: 'Program', id: string, key: string, name: string } } | null };

export type SettingsTokenQueryVariables = Exact<{ [key: string]: never; }>;


export type SettingsTokenQuery = { viewer: { __typename: 'Viewer', subject: string, expiresAt: string } };

export type WhatIfPartnerQueryVariables = Exact<{
  externalId: string;
}>;


export type WhatIfPartnerQuery = { partner: { __typename: 'Partner', id: string, externalId: string, name: string, certifiedUntil: string | null, employees: { __typename: 'EmployeeConnection', nodes: Array<{ __typename: 'Employee', id: string, externalId: string, name: string | null, email: string }> }, clients: { __typename: 'PartnerClientConnection', nodes: Array<{ __typename: 'Client', id: string, externalId: string, name: string }> } } | null };

export type WhatIfEditionQueryVariables = Exact<{
  on?: string | null | undefined;
}>;


export type WhatIfEditionQuery = { edition: { __typename: 'Edition', id: string, apps: Array<{ __typename: 'App', key: string, name: string }>, tiers: Array<{ __typename: 'Tier', id: string, key: string, name: string, rank: number }> } | null };

export type WhatIfClientsQueryVariables = Exact<{
  search: string;
}>;


export type WhatIfClientsQuery = { clients: { __typename: 'ClientConnection', nodes: Array<{ __typename: 'Client', id: string, externalId: string, name: string }> } | null };

export type WhatIfClientQueryVariables = Exact<{
  externalId: string;
}>;


export type WhatIfClientQuery = { client: { __typename: 'Client', id: string, externalId: string, name: string } | null };

export type WhatIfAnswerQueryVariables = Exact<{
  partner: string | number;
  asOf?: string | null | undefined;
  assume: ForecastAssumption;
  facts: Array<SupposedFactInput> | SupposedFactInput;
}>;


export type WhatIfAnswerQuery = { whatIf: { __typename: 'WhatIf', asOf: string, unchanged: number, creditCount: number, before: { __typename: 'WhatIfStanding', provisional: boolean, tier: { __typename: 'Tier', id: string, name: string, rank: number } | null, metrics: Array<{ __typename: 'MetricValue', value: string | null, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>, nextDecision: { __typename: 'WhatIfDecision', effectiveOn: string, change: TierChangeKind, tier: { __typename: 'Tier', id: string, name: string, rank: number } | null } | null, alternatives: Array<Array<{ __typename: 'ForecastGate', required: string, actual: string | null, missing: string, passed: boolean, limiting: boolean, comparison: GateComparison, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>> } | null, after: { __typename: 'WhatIfStanding', provisional: boolean, tier: { __typename: 'Tier', id: string, name: string, rank: number } | null, metrics: Array<{ __typename: 'MetricValue', value: string | null, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>, nextDecision: { __typename: 'WhatIfDecision', effectiveOn: string, change: TierChangeKind, tier: { __typename: 'Tier', id: string, name: string, rank: number } | null } | null, alternatives: Array<Array<{ __typename: 'ForecastGate', required: string, actual: string | null, missing: string, passed: boolean, limiting: boolean, comparison: GateComparison, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>> } | null, credits: Array<{ __typename: 'WhatIfCredit', clientExternalId: string | null, clientName: string | null, way: string, before: { __typename: 'WhatIfAmount', status: CreditStatus, countsUntil: string | null, mrr: { __typename: 'Money', amount: string, currencyCode: string } } | null, after: { __typename: 'WhatIfAmount', status: CreditStatus, countsUntil: string | null, mrr: { __typename: 'Money', amount: string, currencyCode: string } } | null, difference: { __typename: 'Money', amount: string, currencyCode: string } }>, rejected: Array<{ __typename: 'RejectedRecord', index: number, field: string | null, reason: string }>, warnings: Array<{ __typename: 'IngestWarning', index: number, field: string | null, reason: string }> } | null };

export type WhatIfSideFragment = { __typename: 'WhatIfStanding', provisional: boolean, tier: { __typename: 'Tier', id: string, name: string, rank: number } | null, metrics: Array<{ __typename: 'MetricValue', value: string | null, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>, nextDecision: { __typename: 'WhatIfDecision', effectiveOn: string, change: TierChangeKind, tier: { __typename: 'Tier', id: string, name: string, rank: number } | null } | null, alternatives: Array<Array<{ __typename: 'ForecastGate', required: string, actual: string | null, missing: string, passed: boolean, limiting: boolean, comparison: GateComparison, metric: { __typename: 'Metric', key: string, name: string, unit: MetricUnit, currencyCode: string | null } }>> };

export type FrameQueryVariables = Exact<{ [key: string]: never; }>;


export type FrameQuery = { viewer: { __typename: 'Viewer', role: Role, partner: { __typename: 'Partner', id: string, externalId: string, name: string } | null }, calendar: { __typename: 'Calendar', timeZone: string, today: string, lastClosedDay: string, nextDecisionDay: string | null, nextReportDueOn: string, nextReportLate: boolean, newestReport: { __typename: 'ReportInForce', period: string, ranOn: string, revision: number } | null } | null, program: { __typename: 'Program', id: string, name: string, currency: string } | null };

export const ShownJobFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ShownJob"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RecomputeJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"month"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"cancelRequested"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"error"}},{"kind":"Field","name":{"kind":"Name","value":"ahead"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"requestedBy"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expectedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"changedPartners"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}}]}},{"kind":"Field","name":{"kind":"Name","value":"chunks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"claimed"}},{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}}]}}]}}]} as unknown as DocumentNode<ShownJobFragment, unknown>;
export const LadderGateFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"LadderGate"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Gate"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"comparison"}},{"kind":"Field","name":{"kind":"Name","value":"required"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"passed"}},{"kind":"Field","name":{"kind":"Name","value":"metric"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"unit"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}}]} as unknown as DocumentNode<LadderGateFragment, unknown>;
export const PortfolioJobFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PortfolioJob"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RecomputeJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"month"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"cancelRequested"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"error"}},{"kind":"Field","name":{"kind":"Name","value":"ahead"}},{"kind":"Field","name":{"kind":"Name","value":"expectedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}}]}},{"kind":"Field","name":{"kind":"Name","value":"chunks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"claimed"}},{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}}]}}]}}]} as unknown as DocumentNode<PortfolioJobFragment, unknown>;
export const WhatIfSideFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WhatIfSide"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WhatIfStanding"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"provisional"}},{"kind":"Field","name":{"kind":"Name","value":"tier"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"rank"}}]}},{"kind":"Field","name":{"kind":"Name","value":"metrics"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"metric"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"unit"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"nextDecision"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveOn"}},{"kind":"Field","name":{"kind":"Name","value":"change"}},{"kind":"Field","name":{"kind":"Name","value":"tier"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"rank"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"alternatives"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"required"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"passed"}},{"kind":"Field","name":{"kind":"Name","value":"limiting"}},{"kind":"Field","name":{"kind":"Name","value":"comparison"}},{"kind":"Field","name":{"kind":"Name","value":"metric"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"unit"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}}]}}]} as unknown as DocumentNode<WhatIfSideFragment, unknown>;
export const StandingsLiveDocument = {"__meta__":{"hash":"sha256:6dbf1083f3dc9f4d81bf9dd331eb61fec03fe3f207f367b1d1035c3aac1902bf"}} as unknown as DocumentNode<StandingsLiveSubscription, StandingsLiveSubscriptionVariables>;
export const TiersLiveDocument = {"__meta__":{"hash":"sha256:c3a3ab5292d24a58e7cb73cc909349255073af675b869eae57e97b69b6e56099"}} as unknown as DocumentNode<TiersLiveSubscription, TiersLiveSubscriptionVariables>;
export const ForecastsLiveDocument = {"__meta__":{"hash":"sha256:fadd4b198a7f6195e08b21ee6d1bc2d47f9d2bd6ad7726643362b6711c845a81"}} as unknown as DocumentNode<ForecastsLiveSubscription, ForecastsLiveSubscriptionVariables>;
export const JobsLiveDocument = {"__meta__":{"hash":"sha256:3853cc817143efc7f7a1abbc6bb783df13d39bc051df02013f39d67a4bfde09f"}} as unknown as DocumentNode<JobsLiveSubscription, JobsLiveSubscriptionVariables>;
export const EditionDiffDocument = {"__meta__":{"hash":"sha256:719b32992c9ff4557bbaac56c5d31575f1fe5498e809d9c2e98ba8de1ad25248"}} as unknown as DocumentNode<EditionDiffQuery, EditionDiffQueryVariables>;
export const DryRunMovesDocument = {"__meta__":{"hash":"sha256:1fb83542225735d089ca94cdd7e0346d822a9453438ea2145d0faefdee2f546f"}} as unknown as DocumentNode<DryRunMovesQuery, DryRunMovesQueryVariables>;
export const DryRunDecisionsDocument = {"__meta__":{"hash":"sha256:d5b4bfb3dc648129c817747b5390363ca620392a1bcdefcb9a53bbe120ca80e9"}} as unknown as DocumentNode<DryRunDecisionsQuery, DryRunDecisionsQueryVariables>;
export const OtherDryRunsDocument = {"__meta__":{"hash":"sha256:3b2f25b62b34356fec31605907d3a051ce6931261752994cfdb406c6a9700986"}} as unknown as DocumentNode<OtherDryRunsQuery, OtherDryRunsQueryVariables>;
export const DryRunsDocument = {"__meta__":{"hash":"sha256:25fd0c9129c6d6a4e2a35f70303a5a54a4d2270174deeabff18cb43aa7ad16da"}} as unknown as DocumentNode<DryRunsQuery, DryRunsQueryVariables>;
export const DryRunToReadDocument = {"__meta__":{"hash":"sha256:260c6882e32aa5e61aa7b57d64c7b0bc1cc993792e1dd1bc4729175b908a2781"}} as unknown as DocumentNode<DryRunToReadQuery, DryRunToReadQueryVariables>;
export const CancelDryRunDocument = {"__meta__":{"hash":"sha256:9f9d8c602adc0a9d8b7ec2e88921b5f081a7de5e3e4e79c0858326be9dd1da70"}} as unknown as DocumentNode<CancelDryRunMutation, CancelDryRunMutationVariables>;
export const RetryDryRunDocument = {"__meta__":{"hash":"sha256:b2263fb4967f01be93f177b4a6a67587513baf9b90c16a28bbbfd8fecf7312c9"}} as unknown as DocumentNode<RetryDryRunMutation, RetryDryRunMutationVariables>;
export const EditionFileDocument = {"__meta__":{"hash":"sha256:08fb9fb2440886cb976491d5b3b391355b2a51c77fec0c608b835f4c133d257c"}} as unknown as DocumentNode<EditionFileQuery, EditionFileQueryVariables>;
export const EditionToReadDocument = {"__meta__":{"hash":"sha256:f71952674b12c3f6673fd5f5d9a5957e6c7c21ae3fa6f1d049843b7d4fa0b16d"}} as unknown as DocumentNode<EditionToReadQuery, EditionToReadQueryVariables>;
export const KeepDraftDocument = {"__meta__":{"hash":"sha256:4b20dab4c6a0eb0d08d56c108f4addc3a3010676624239a6272b4c0d12737810"}} as unknown as DocumentNode<KeepDraftMutation, KeepDraftMutationVariables>;
export const WithdrawDraftDocument = {"__meta__":{"hash":"sha256:1d16adb66b918e73307420a964ae2605eea27a90bc803867eaeb1e16e9bc5fdc"}} as unknown as DocumentNode<WithdrawDraftMutation, WithdrawDraftMutationVariables>;
export const EditionProgramsDocument = {"__meta__":{"hash":"sha256:88efffbd83e3d4dc78006bed3aa6ba5f785fed6c6ceb21e71cbdedf200147e45"}} as unknown as DocumentNode<EditionProgramsQuery, EditionProgramsQueryVariables>;
export const PublishDraftDocument = {"__meta__":{"hash":"sha256:54f8f062de81280a772fdc10b265ff44ca5bf68b1200d903b4bba427be714a17"}} as unknown as DocumentNode<PublishDraftMutation, PublishDraftMutationVariables>;
export const BeginDryRunDocument = {"__meta__":{"hash":"sha256:58393f0f018a4ee698d005d29e8c79aa3308ba9e3bc52c64e8a35d5e486805a6"}} as unknown as DocumentNode<BeginDryRunMutation, BeginDryRunMutationVariables>;
export const CheckDraftDocument = {"__meta__":{"hash":"sha256:06e262346dba603f43efd72bc5a5d668644edaadbfb2a2ad2b6757d5044cf7cb"}} as unknown as DocumentNode<CheckDraftMutation, CheckDraftMutationVariables>;
export const DryRunProgressDocument = {"__meta__":{"hash":"sha256:28887277d836d3bbc704b431a834b11e477e1519a43f5b505a43370567a79a8c"}} as unknown as DocumentNode<DryRunProgressSubscription, DryRunProgressSubscriptionVariables>;
export const JobsNowDocument = {"__meta__":{"hash":"sha256:21c310122d107638481425aac2d14f1a7b5beae4c94669efc44fd285d94e0ff5"}} as unknown as DocumentNode<JobsNowQuery, JobsNowQueryVariables>;
export const WorkersAndScheduleDocument = {"__meta__":{"hash":"sha256:31b6c7d45e5d2478b86490af194687d49a036127ddabca62d59021cef8f41681"}} as unknown as DocumentNode<WorkersAndScheduleQuery, WorkersAndScheduleQueryVariables>;
export const JobListDocument = {"__meta__":{"hash":"sha256:c0383c03aed9fb74b390d94ea7637b2412da578c3e879e2fb3b353ac7b114c9f"}} as unknown as DocumentNode<JobListQuery, JobListQueryVariables>;
export const AskActivityDocument = {"__meta__":{"hash":"sha256:a2138dab01261e620f4087ff0fc428dcf4b5bb4477811b35d9d3c6aae48b80e8"}} as unknown as DocumentNode<AskActivityMutation, AskActivityMutationVariables>;
export const AskTiersDocument = {"__meta__":{"hash":"sha256:9501ca05755ce421c8730953821daf2e48c99fd083a765433c111676d5bb1a37"}} as unknown as DocumentNode<AskTiersMutation, AskTiersMutationVariables>;
export const CancelJobDocument = {"__meta__":{"hash":"sha256:949afed11b1fb8fd9760b93934b0059e4d6bf30c5fc2e61ffb96304e22821fd3"}} as unknown as DocumentNode<CancelJobMutation, CancelJobMutationVariables>;
export const RetryJobDocument = {"__meta__":{"hash":"sha256:b4ba97d7d7ccdbfa15e7a5fe47e9e1df893ed72e8ea247189a1ece4d5e97be8a"}} as unknown as DocumentNode<RetryJobMutation, RetryJobMutationVariables>;
export const PublishedReportsDocument = {"__meta__":{"hash":"sha256:ab0ccc3b7c415542e37c9acf89acec79de543a70fbe85112a2c5bb8ab159ebdf"}} as unknown as DocumentNode<PublishedReportsQuery, PublishedReportsQueryVariables>;
export const ClosedReportsDocument = {"__meta__":{"hash":"sha256:590c3e9a11eff0bd823660de407d5ef6ca7e25d80e853a23e68bd4cb028346a0"}} as unknown as DocumentNode<ClosedReportsQuery, ClosedReportsQueryVariables>;
export const LoadFactsDocument = {"__meta__":{"hash":"sha256:f801094e65dd9a86c1a80c1c737f09c10f37315a45e3dcd6e5cab9dda4e6aed2"}} as unknown as DocumentNode<LoadFactsMutation, LoadFactsMutationVariables>;
export const LoadActivityDocument = {"__meta__":{"hash":"sha256:940611632a1be5a5483d16d2e6aed938e728962b01c96be540a11d8e42e4ff16"}} as unknown as DocumentNode<LoadActivityMutation, LoadActivityMutationVariables>;
export const PartnerChangesDocument = {"__meta__":{"hash":"sha256:8afa44ba9fad44024448aaaa3eaa2329791f1c23fde79d9445c9d7cd4be457a6"}} as unknown as DocumentNode<PartnerChangesQuery, PartnerChangesQueryVariables>;
export const PartnerClientDocument = {"__meta__":{"hash":"sha256:f28981f70903151aa9c6357594a22e9280e187713da5c8c4dd76b321a325cb15"}} as unknown as DocumentNode<PartnerClientQuery, PartnerClientQueryVariables>;
export const PartnerClientsDocument = {"__meta__":{"hash":"sha256:21f5ce0ed61b9f89d962521e4b0da915507f455d68bc98c6374381b4431476d7"}} as unknown as DocumentNode<PartnerClientsQuery, PartnerClientsQueryVariables>;
export const PartnerClientsBehindDocument = {"__meta__":{"hash":"sha256:52a3702c6976b5da55506f448d5ef8320d675677d3ad5be8ed0144ea79387802"}} as unknown as DocumentNode<PartnerClientsBehindQuery, PartnerClientsBehindQueryVariables>;
export const PartnerDecisionDocument = {"__meta__":{"hash":"sha256:54b02d5ec28f00cba15b251e2c9452e62e66139ddb9f90031da4b7404e73da18"}} as unknown as DocumentNode<PartnerDecisionQuery, PartnerDecisionQueryVariables>;
export const PartnerDecisionsDocument = {"__meta__":{"hash":"sha256:20d69a35b060b0f021a71c18ca0ad7372ca8ef4cd6bdb491278580eeeac93c36"}} as unknown as DocumentNode<PartnerDecisionsQuery, PartnerDecisionsQueryVariables>;
export const PartnerEmployeesDocument = {"__meta__":{"hash":"sha256:4eee0d4c578e5a4a686c9452e3c19de50e8f0f44d856cc7503dd228b870a4ef0"}} as unknown as DocumentNode<PartnerEmployeesQuery, PartnerEmployeesQueryVariables>;
export const PartnerExplanationDocument = {"__meta__":{"hash":"sha256:ecdff994b63636cc589615b2a1f5be54beb7d08af2ba2448c6aac47467d63106"}} as unknown as DocumentNode<PartnerExplanationQuery, PartnerExplanationQueryVariables>;
export const PartnerHeadDocument = {"__meta__":{"hash":"sha256:43c0e4aa0a9979e58f64493e6f6e0b84012eb8e5553ffca624109297f350df78"}} as unknown as DocumentNode<PartnerHeadQuery, PartnerHeadQueryVariables>;
export const PartnerHistoryDocument = {"__meta__":{"hash":"sha256:daea2c61020f8d61d3d8093fd5a0d16166b30e789a27c7b47c73d15d548bfd3b"}} as unknown as DocumentNode<PartnerHistoryQuery, PartnerHistoryQueryVariables>;
export const PartnerLadderDocument = {"__meta__":{"hash":"sha256:1b57ca4ada782109614cd84aa6de9ee7fd2f7feaf5230009e8e49076f7c3e8ca"}} as unknown as DocumentNode<PartnerLadderQuery, PartnerLadderQueryVariables>;
export const PartnerForecastDocument = {"__meta__":{"hash":"sha256:fa0a897397fd2a2c63fddc5cb1ca78f1e65da3e844f518912fe87cdb4a03e395"}} as unknown as DocumentNode<PartnerForecastQuery, PartnerForecastQueryVariables>;
export const PartnersPageDocument = {"__meta__":{"hash":"sha256:0cf91c6c873db56556590e16b180ba53be6abc08dcc1e0cb4aa1b151e11cfa49"}} as unknown as DocumentNode<PartnersPageQuery, PartnersPageQueryVariables>;
export const PartnersEditionDocument = {"__meta__":{"hash":"sha256:f4e0115046a1346cb6cdf5b2b57dca66163683526796493a95260949446dc71f"}} as unknown as DocumentNode<PartnersEditionQuery, PartnersEditionQueryVariables>;
export const FindingsOfKindDocument = {"__meta__":{"hash":"sha256:6af057ed29732da3bb01c04eb37675dbaef3c097f4750d4083d32896bc9affe0"}} as unknown as DocumentNode<FindingsOfKindQuery, FindingsOfKindQueryVariables>;
export const FindingCountsDocument = {"__meta__":{"hash":"sha256:c2922d3316efd676b37ea56950766adacc8c69254ef8e79d5a072ffb97ad7d78"}} as unknown as DocumentNode<FindingCountsQuery, FindingCountsQueryVariables>;
export const PortfolioMoversDocument = {"__meta__":{"hash":"sha256:336ceba6f0c6904510c5c442fc2642271d9407acd3c0b23b623f9085a8c8c2ca"}} as unknown as DocumentNode<PortfolioMoversQuery, PortfolioMoversQueryVariables>;
export const PortfolioNearNextDocument = {"__meta__":{"hash":"sha256:254ab8190724dac501856a8eebe7c15b2a9cdec6d6a121463906e663a8217733"}} as unknown as DocumentNode<PortfolioNearNextQuery, PortfolioNearNextQueryVariables>;
export const PortfolioStateDocument = {"__meta__":{"hash":"sha256:bb749533632d7512e2df8a53ec8545036299b168ec8a5f5a87dd89bad4ae4cc0"}} as unknown as DocumentNode<PortfolioStateQuery, PortfolioStateQueryVariables>;
export const PortfolioAtRiskDocument = {"__meta__":{"hash":"sha256:d08bac083c6d17166687aec0741481986f3ed270c9a16ad50ec6379620c7db74"}} as unknown as DocumentNode<PortfolioAtRiskQuery, PortfolioAtRiskQueryVariables>;
export const PortfolioHistoryDocument = {"__meta__":{"hash":"sha256:1bb4fe41902ee8fc3af4b4217a32d1484334d0e15e9ba312c470842597dceb4f"}} as unknown as DocumentNode<PortfolioHistoryQuery, PortfolioHistoryQueryVariables>;
export const SettingsEditionDocument = {"__meta__":{"hash":"sha256:9e71cfb292c827aa7d920996ff36cfb4357628a8d02dc495db7e52378eaa9f07"}} as unknown as DocumentNode<SettingsEditionQuery, SettingsEditionQueryVariables>;
export const SettingsTokenDocument = {"__meta__":{"hash":"sha256:5ff0f793dd9310a24581c243a9885d49e30b6ae885bf5833fbaf70a382b177c2"}} as unknown as DocumentNode<SettingsTokenQuery, SettingsTokenQueryVariables>;
export const WhatIfPartnerDocument = {"__meta__":{"hash":"sha256:1a04602cb0c6475e6d1b6ee3379cf12f42ce6dccd6c2a7344be33a034f7395d3"}} as unknown as DocumentNode<WhatIfPartnerQuery, WhatIfPartnerQueryVariables>;
export const WhatIfEditionDocument = {"__meta__":{"hash":"sha256:31b4bd2850187e705af27f8910879ad9d99c8abaf39ec9bba875811ab3bd8347"}} as unknown as DocumentNode<WhatIfEditionQuery, WhatIfEditionQueryVariables>;
export const WhatIfClientsDocument = {"__meta__":{"hash":"sha256:601da7cf3a280a50bf398bb03d9bf422d3aea6b1bb6fa201aae01ab6f257a61f"}} as unknown as DocumentNode<WhatIfClientsQuery, WhatIfClientsQueryVariables>;
export const WhatIfClientDocument = {"__meta__":{"hash":"sha256:a84f54b2ddd45f030fe835bc01014251d5f63cb55a3eb902cd49a334b74065d0"}} as unknown as DocumentNode<WhatIfClientQuery, WhatIfClientQueryVariables>;
export const WhatIfAnswerDocument = {"__meta__":{"hash":"sha256:cbdfad61519a0c485273bab93119fa8341254813fc96076ca1a4fcb1dcb30c3f"}} as unknown as DocumentNode<WhatIfAnswerQuery, WhatIfAnswerQueryVariables>;
export const FrameDocument = {"__meta__":{"hash":"sha256:54a7c582cf2cf218152ec02a100c2b4c094b14b893b69c9bc6aba39d3b62422c"}} as unknown as DocumentNode<FrameQuery, FrameQueryVariables>;