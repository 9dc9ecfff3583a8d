// Exact decimals, as texts.

const DECIMAL = /^-?\d+(\.\d+)?$/;

export function isDecimal(text: string): boolean {
  return DECIMAL.test(text);
}

/** `a + b`, with as many decimals as the longer of the two. */
export function plus(a: string, b: string): string {
  const places = Math.max(placesOf(a), placesOf(b));
  return written(scaled(a, places) + scaled(b, places), places);
}

/** `a - b`, with as many decimals as the longer of the two. */
export function minus(a: string, b: string): string {
  const places = Math.max(placesOf(a), placesOf(b));
  return written(scaled(a, places) - scaled(b, places), places);
}

function written(value: bigint, places: number): string {
  const digits = String(value < 0n ? -value : value).padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  return `${value < 0n ? "-" : ""}${whole}${places > 0 ? `.${digits.slice(-places)}` : ""}`;
}

/** 1, 0 or -1. */
export function signOf(text: string): number {
  const value = scaled(text, placesOf(text));
  return value > 0n ? 1 : value < 0n ? -1 : 0;
}

function placesOf(text: string): number {
  const point = text.indexOf(".");
  return point < 0 ? 0 : text.length - point - 1;
}

function scaled(text: string, places: number): bigint {
  const [whole = "0", decimals = ""] = text.split(".");
  return BigInt(whole + decimals.padEnd(places, "0"));
}
