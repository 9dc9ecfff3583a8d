// What can be supposed: which fields each kind has, and which facts it stands for.
import type { SaleKind, SupposedFactInput } from "../../gql/graphql";
import { addDays, endOfYearFrom, instantIn } from "../../parts/days";

export type FieldType = "text" | "email" | "day" | "amount" | "number" | "client" | "employee" | "app" | "found";

export interface Field {
  name: FieldName;
  type: FieldType;
  optional?: boolean;
}

export type FieldName =
  | "name"
  | "soldOn"
  | "amount"
  | "client"
  | "employee"
  | "from"
  | "until"
  | "activeOn"
  | "on"
  | "app"
  | "email"
  | "line"
  | "found"
  | "value"
  | "currency";

export type Values = Readonly<Partial<Record<FieldName, string>>>;

/** What facts are made with besides what is typed. */
export interface Surroundings {
  /** The partner's external id. */
  partner: string;
  timeZone: string;
  /** The day that is looked at. */
  asOf: string;
  /** The last day on which somebody can have done something. */
  today: string;
  certifiedUntil: string | null;
  /** An employee's address by external id, also of those that are supposed. */
  emailOf(employee: string): string | undefined;
}

interface Kind {
  fields: readonly Field[];
  /** Of complete values. `id` is for what is new. */
  facts(values: Required<Values>, id: string, around: Surroundings): SupposedFactInput[];
  /** What fields have at first. */
  initial(around: Surroundings): Values;
}

const text = (name: FieldName, type: FieldType = "text"): Field => ({ name, type });
const optional = (field: Field): Field => ({ ...field, optional: true });

export const KINDS = {
  client: {
    fields: [text("name"), text("amount", "amount"), text("soldOn", "day")],
    initial: ({ asOf }) => ({ soldOn: asOf }),
    facts: ({ name, amount, soldOn }, id, { partner }) => [
      { client: { id, name, registeredOn: soldOn, soldBy: partner, soldOn } },
      { clientMrr: { client: id, amount } },
    ],
  },
  mrr: {
    fields: [text("client", "client"), text("amount", "amount")],
    initial: () => ({}),
    facts: ({ client, amount }) => [{ clientMrr: { client, amount } }],
  },
  access: {
    fields: [
      text("employee", "employee"),
      text("client", "client"),
      text("from", "day"),
      optional(text("until", "day")),
      optional(text("activeOn", "day")),
    ],
    initial: (around) => ({ from: around.asOf, activeOn: lastActive(around) }),
    facts: ({ employee, client, from, until, activeOn }, id, around) => [
      { access: { employee, client, grantedOn: from, revokedOn: until ? addDays(until, 1) : null } },
      ...(activeOn ? activity({ employee, client, on: activeOn, app: "" }, id, around) : []),
    ],
  },
  activity: {
    fields: [text("employee", "employee"), text("client", "client"), text("on", "day"), optional(text("app", "app"))],
    initial: (around) => ({ on: lastActive(around) }),
    facts: activity,
  },
  certification: {
    fields: [text("from", "day"), text("until", "day")],
    initial: ({ asOf, certifiedUntil }) => {
      const from = certifiedUntil && certifiedUntil >= asOf ? addDays(certifiedUntil, 1) : asOf;
      return { from, until: endOfYearFrom(from) };
    },
    facts: ({ from, until }, _, { partner }) => [{ certification: { partner, validFrom: from, validUntil: until } }],
  },
  employee: {
    fields: [text("name"), text("email", "email")],
    initial: () => ({}),
    facts: ({ name, email }, id, { partner }) => [{ employee: { id, name, email, partner } }],
  },
  credential: {
    fields: [text("employee", "employee"), text("name"), text("from", "day"), optional(text("until", "day"))],
    initial: ({ asOf }) => ({ from: asOf }),
    facts: ({ employee, name, from, until }) => [
      { credential: { employee, name, validFrom: from, validUntil: until || null } },
    ],
  },
  sale: {
    fields: [text("client", "client"), text("line"), text("found", "found"), text("soldOn", "day")],
    initial: ({ asOf }) => ({ soldOn: asOf, found: "SOURCED" }),
    facts: ({ client, line, found, soldOn }, id, { partner }) => [
      { sale: { id, client, line, kind: found as SaleKind, partner, soldOn } },
    ],
  },
  measure: {
    fields: [
      text("name"),
      text("value", "number"),
      text("on", "day"),
      optional(text("client", "client")),
      optional(text("currency")),
    ],
    initial: ({ asOf }) => ({ on: asOf }),
    facts: ({ name, value, on, client, currency }, _, { partner }) => [
      { measure: { name, value, on, currency: currency || null, ...(client ? { client } : { partner }) } },
    ],
  },
} satisfies Record<string, Kind>;

export type KindName = keyof typeof KINDS;

export const KIND_NAMES = Object.keys(KINDS) as KindName[];

export function kindOf(name: KindName): Kind {
  return KINDS[name];
}

function lastActive({ asOf, today }: Surroundings): string {
  return asOf < today ? asOf : today;
}

function activity(
  { employee, client, on, app }: Pick<Required<Values>, "employee" | "client" | "on" | "app">,
  id: string,
  { emailOf, timeZone }: Surroundings,
): SupposedFactInput[] {
  const at = instantIn(on, timeZone);
  const done = app ? { kind: "USE" as const, app } : { kind: "LOGIN" as const };
  return [{ activity: { id, actor: emailOf(employee) ?? employee, client, at, ...done } }];
}
