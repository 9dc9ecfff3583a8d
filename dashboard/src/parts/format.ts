// Numbers and days as people read them. Days are plain days: no zone ever moves them. Amounts stay exact texts.

const LOCALE = undefined; // the browser's

export function formatMoney(amount: string, currency: string, { whole = false } = {}): string {
  const digits = whole ? { maximumFractionDigits: 0 } : {};
  return format(new Intl.NumberFormat(LOCALE, { style: "currency", currency, ...digits }), amount);
}

/** Two decimals; of what is less, as many as it takes not to show nothing where there is something. */
const DIGITS = { maximumFractionDigits: 2, maximumSignificantDigits: 2, roundingPriority: "morePrecision" } as const;

export function formatNumber(value: string | number): string {
  return format(new Intl.NumberFormat(LOCALE, DIGITS), String(value));
}

export function formatShare(value: string): string {
  return format(new Intl.NumberFormat(LOCALE, { ...DIGITS, style: "percent" }), value);
}

/** Short enough for an axis: 12,500 is 13K. */
export function formatShort(value: number): string {
  return new Intl.NumberFormat(LOCALE, { notation: "compact", maximumFractionDigits: 1 }).format(value);
}

/** As short, where the axis does not begin at 0: 1,375,000 is 1.38M. */
export function formatFine(value: number): string {
  return new Intl.NumberFormat(LOCALE, { notation: "compact", maximumFractionDigits: 2 }).format(value);
}

/** Of a day, `YYYY-MM-DD`. */
export function formatDay(day: string): string {
  return inUtc(day, { day: "numeric", month: "short", year: "numeric" });
}

/** Of a day, its month: `Nov 2026`. */
export function formatMonth(day: string): string {
  return inUtc(day, { month: "short", year: "numeric" });
}

/** Of a day, its month without the year: `Nov`. */
export function formatMonthName(day: string): string {
  return inUtc(day, { month: "short" });
}

/** A ratio of numbers, as whole hundredths: 0.142 is 14 %. */
export function formatPercent(ratio: number): string {
  return new Intl.NumberFormat(LOCALE, { style: "percent", maximumFractionDigits: 0 }).format(ratio);
}

/** An instant, in the viewer's own zone, which is named. */
export function formatInstant(instant: string): string {
  return new Intl.DateTimeFormat(LOCALE, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  }).format(new Date(instant));
}

/** Milliseconds since 1970 of a day's beginning in UTC: for scales, which only compare them. */
export function timeOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function inUtc(day: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: "UTC" }).format(timeOf(day));
}

/** Intl takes exact decimals as texts, which its types say less widely. */
function format(formatter: Intl.NumberFormat, text: string): string {
  return formatter.format(text as Intl.StringNumericLiteral);
}
