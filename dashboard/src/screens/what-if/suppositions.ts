// The list of what is supposed: as it stands in the address, and as facts for the server.
import type { SupposedFactInput } from "../../gql/graphql";
import { isDay } from "../../parts/days";
import { isDecimal } from "../../parts/decimal";
import {
  type Field,
  type FieldName,
  type FieldType,
  KIND_NAMES,
  type KindName,
  kindOf,
  type Surroundings,
  type Values,
} from "./kinds";

export interface Supposition {
  /** Tells it from the others of the list. */
  readonly number: number;
  readonly kind: KindName;
  readonly values: Values;
}

/** Why a value is of no use. */
export type Fault = "badDay" | "badAmount" | "badNumber" | "badEmail";

const CHECKS: Partial<Record<FieldType, readonly [Fault, (value: string) => boolean]>> = {
  day: ["badDay", isDay],
  amount: ["badAmount", (value) => /^\d+(\.\d{1,2})?$/.test(value)],
  number: ["badNumber", isDecimal],
  email: ["badEmail", (value) => /^[^@\s]+@[^@\s]+$/.test(value)],
};

/** The id of what a supposition makes anew. Nothing that is loaded is called so. */
export function idOf({ kind, number }: Pick<Supposition, "kind" | "number">): string {
  return `what-if ${kind} ${number}`;
}

export function faultOf({ type }: Field, value: string): Fault | null {
  const [fault, holds] = CHECKS[type] ?? [];
  return fault && value !== "" && !holds?.(value) ? fault : null;
}

/** The fields that it still lacks, or that are not well-formed. */
export function lackingOf({ kind, values }: Supposition): Field[] {
  return kindOf(kind).fields.filter((field) => {
    const value = values[field.name] ?? "";
    return (value === "" && !field.optional) || faultOf(field, value) !== null;
  });
}

export interface Asked {
  facts: SupposedFactInput[];
  /** The number of the supposition that each fact is of. */
  numbers: number[];
}

/** The facts of all that are complete. */
export function factsOf(suppositions: readonly Supposition[], around: Surroundings): Asked {
  const asked: Asked = { facts: [], numbers: [] };
  for (const one of suppositions) {
    if (lackingOf(one).length > 0) continue;
    const all = { ...EMPTY, ...one.values } as Required<Values>;
    for (const fact of kindOf(one.kind).facts(all, idOf(one), around)) {
      asked.facts.push(fact);
      asked.numbers.push(one.number);
    }
  }
  return asked;
}

export function add(suppositions: readonly Supposition[], kind: KindName, around: Surroundings): Supposition[] {
  const number = Math.max(0, ...suppositions.map((one) => one.number)) + 1;
  return [...suppositions, { number, kind, values: kindOf(kind).initial(around) }];
}

export function write(suppositions: readonly Supposition[]): string {
  return suppositions.length > 0 ? JSON.stringify(suppositions.map((one) => [one.number, one.kind, one.values])) : "";
}

/** What does not come from `write` is left out. */
export function read(text: string): Supposition[] {
  let all: unknown;
  try {
    all = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(all)) return [];
  const seen = new Set<number>();
  return all.flatMap((one): Supposition[] => {
    if (!Array.isArray(one)) return [];
    const [number, kind, values] = one as unknown[];
    if (!Number.isSafeInteger(number) || seen.has(number as number)) return [];
    if (!KIND_NAMES.includes(kind as KindName) || typeof values !== "object" || values === null) return [];
    seen.add(number as number);
    const known = kindOf(kind as KindName).fields.map(({ name }) => [name, (values as Record<string, unknown>)[name]]);
    const texts = known.filter(([, value]) => typeof value === "string");
    return [{ number: number as number, kind: kind as KindName, values: Object.fromEntries(texts) as Values }];
  });
}

const EMPTY: Record<FieldName, string> = {
  name: "",
  soldOn: "",
  amount: "",
  client: "",
  employee: "",
  from: "",
  until: "",
  activeOn: "",
  on: "",
  app: "",
  email: "",
  line: "",
  found: "",
  value: "",
  currency: "",
};
