// Reckoning with plain days, `YYYY-MM-DD`.
import { timeOf } from "./format";

const DAY = 86_400_000;

export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(timeOf(text)) && addDays(text, 0) === text;
}

export function addDays(day: string, days: number): string {
  return new Date(timeOf(day) + days * DAY).toISOString().slice(0, 10);
}

/** How many days the second is after the first; less than 0 if it is before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((timeOf(to) - timeOf(from)) / DAY);
}

/** The day before that of the same name a year later: the last one of a year that begins with it. */
export function endOfYearFrom(day: string): string {
  const sameDay = `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;
  return isDay(sameDay) ? addDays(sameDay, -1) : `${sameDay.slice(0, 4)}-02-28`;
}

/** An instant of a day in a time zone, far from its ends where that can be. */
export function instantIn(day: string, timeZone: string): string {
  const dayThere = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  const instants = ["12:00:00Z", "00:00:00Z", "23:00:00Z"].map((time) => `${day}T${time}`);
  return instants.find((instant) => dayThere.format(Date.parse(instant)) === day) ?? `${day}T12:00:00Z`;
}
