// A metric's value in its unit.
import { common } from "../texts/common";
import { formatMoney, formatNumber, formatShare } from "./format";

export interface Measured {
  unit: "COUNT" | "FLAG" | "MONEY" | "POINTS" | "RATIO";
  currencyCode?: string | null;
}

export function formatMetric(value: string | null | undefined, { unit, currencyCode }: Measured): string {
  if (value == null) return common.none;
  if (unit === "MONEY" && currencyCode) return formatMoney(value, currencyCode);
  if (unit === "RATIO") return formatShare(value);
  if (unit === "FLAG") return Number(value) ? "yes" : "no";
  return formatNumber(value);
}
