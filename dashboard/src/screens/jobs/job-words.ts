// A job in words: what it computes, where it stands, and for how long.
import { formatDay, formatMonth } from "../../parts/format";
import { jobs } from "../../texts/jobs";

export interface JobSpan {
  kind: keyof typeof jobs.of;
  month?: string | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
}

/** What it computes: `Standings of 29 Nov 2026`. */
export function whatOf({ kind, month, from, to }: JobSpan): string {
  if (month) return jobs.of[kind](formatMonth(`${month}-01`));
  if (!from) return jobs.kinds[kind];
  return jobs.of[kind](!to || from === to ? formatDay(from) : jobs.span(formatDay(from), formatDay(to)));
}

export interface JobState {
  status: keyof typeof jobs.statuses;
  cancelRequested: boolean;
  attempts: number;
  error?: string | null | undefined;
}

/** Where it stands: `Runs`. */
export function statusOf({ status, cancelRequested, attempts, error }: JobState): string {
  if (status === "RUNNING" && cancelRequested) return jobs.stopping;
  if (status === "QUEUED" && error) return jobs.tries(attempts);
  return jobs.statuses[status];
}

/** Milliseconds as people say them, rounded up: nothing takes no time. */
export function durationOf(milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1_000));
  if (seconds < 60) return jobs.time.seconds(seconds);
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return jobs.time.minutes(minutes);
  return jobs.time.hours(Math.floor(minutes / 60), minutes % 60);
}

/** The time that a running job should still take, as of a moment in milliseconds. */
export function leftOf(expectedAt: string | null | undefined, now: number): string {
  if (!expectedAt) return jobs.leftUnknown;
  const left = Date.parse(expectedAt) - now;
  return left > 0 ? jobs.left(durationOf(left)) : jobs.almost;
}

/** How long it took, or has taken by a moment; null before its first attempt. */
export function tookOf(
  { startedAt, finishedAt }: { startedAt?: string | null | undefined; finishedAt?: string | null | undefined },
  now: number,
): string | null {
  if (!startedAt) return null;
  return durationOf((finishedAt ? Date.parse(finishedAt) : now) - Date.parse(startedAt));
}

/** Those that wait. Both lists are read one after the other, and what has begun in between is in both. */
export function stillWaiting<Job extends { id: string }>(
  queued: readonly Job[],
  running: readonly { id: string }[],
): Job[] {
  return queued.filter(({ id }) => !running.some((one) => one.id === id));
}

/** Days for which a failure is news. */
const NEWS = 7;

/** Whether it came to its end so lately that whoever looks in every morning has to hear of it. */
export function isNews(finishedAt: string | null | undefined, now: number): boolean {
  return finishedAt != null && now - Date.parse(finishedAt) < NEWS * 86_400_000;
}
