// Texts of the screen that loads facts.
import { formatNumber } from "../parts/format";

const lines = (count: number) => `${formatNumber(count)} ${count === 1 ? "line" : "lines"}`;
const records = (count: number) => `${formatNumber(count)} ${count === 1 ? "record" : "records"}`;

export const loads = {
  about:
    "Facts come in as files. Loading changes facts; standings follow with the next daily run, or once days are computed again.",
  drop: {
    title: "Load a file",
    choose: "Choose a file",
    hint: "Or drop it anywhere on this page. It is read here first, and nothing is sent until you have seen what it would do.",
    takes:
      "One JSON object a line (NDJSON), or one JSON array; gzip is unpacked. Loading a file again changes nothing.",
    reading: (name: string) => `Reading ${name}`,
    read: (count: number) => `${lines(count)} read`,
    failed: "This file cannot be loaded.",
    unreadable: "The browser could not read the file. It may have been moved or changed; choose it again.",
  },
  plan: {
    title: (name: string) => `What ${name} would do`,
    finding: (total: number, rejected: number) =>
      rejected === 0
        ? `${records(total)} can be sent, and every line can be read.`
        : `${records(total)} can be sent; ${lines(rejected)} cannot be, and would be rejected.`,
    nothing: "There is nothing in this file that can be loaded.",
    type: "Type",
    records: "Records",
    first: "First day",
    last: "Last day",
    order: "Sent in this order, so that what is referred to is there, and reports come last.",
    before: (day: string) =>
      `Some of it is about days from ${day} on. What was computed of them stays as it is until they are computed again.`,
    start: (count: number) => `Load ${records(count)}`,
    other: "Another file",
  },
  reports: {
    title: "MRR reports in the file",
    period: "Month",
    revision: "Revision",
    lines: "Lines",
    total: "Total",
    what: "What becomes of it",
    closes: (day: string) => `Published, as run on ${day}`,
    open: "Stays open: the file has no line that closes it",
    closesOnly: (day: string) => `Published as run on ${day}, with the lines that were loaded before`,
    closed: "Published before: a line that says otherwise is rejected, or comes as the next revision",
    lacking: "Held back: a line that is, or may be, its own cannot be read",
    disagrees: (stated: string, found: string) =>
      `It says ${stated}; the file has ${found}. Others have to be loaded already`,
    statedLines: (count: number) => lines(count),
    complete: "A report is complete: a client without a line in it counts with 0.",
  },
  running: {
    title: (name: string) => `Loading ${name}`,
    done: (name: string) => `${name} is loaded`,
    cancelled: (name: string) => `Loading ${name} was stopped`,
    halted: (name: string) => `Loading ${name} has halted`,
    progress: (sent: number, total: number) => `${formatNumber(sent)} of ${records(total)}`,
    waits: (seconds: number) => `The server takes more in ${seconds} s. This goes on by itself.`,
    elsewhere: "It goes on while you look at other screens. Keep this tab open.",
    cancel: "Stop",
    stopHint: "What was loaded so far stays. Loading the file again later goes on where it stopped.",
    stopped:
      "What was loaded until then stays, and no report was published after it. Load the file again to go on: what is there already changes nothing.",
    resume: "Send it again",
    type: "Type",
    accepted: "Accepted",
    unchanged: "Unchanged",
    rejected: "Rejected",
    left: "To go",
    summary: (accepted: number, unchanged: number, rejected: number) =>
      `${formatNumber(accepted)} accepted, ${formatNumber(unchanged)} unchanged, ${formatNumber(rejected)} rejected.`,
    open: (reports: string) => `Still open: ${reports}. An open report counts with nothing until it is closed.`,
    next: "What was computed of the past stays until it is computed again.",
    jobs: "Have days computed again",
    again: "Load another file",
  },
  confirm: {
    title: "Reports that seem to lack lines",
    explain:
      "Each has less than half of what the one before it had. If lines are missing, leave it open and load them. Confirm only what is right: every client without a line counts with 0 from then on, and a published report does not change.",
    take: (report: string) => `${report} is right as it is`,
    submit: (count: number) =>
      count === 0 ? "Publish" : count === 1 ? "Publish 1 report" : `Publish ${count} reports`,
    leave: "Leave all of them open",
  },
  notices: {
    rejected: (count: number) => `Rejected: ${lines(count)}`,
    warnings: (count: number) => `Warnings: ${formatNumber(count)}`,
    byReason: "By reason",
    line: "Line",
    type: "Type",
    field: "Field",
    reason: "Reason",
    count: "Lines",
    csv: "Download as CSV",
    more: (shown: number, total: number) =>
      `The first ${formatNumber(shown)} of ${formatNumber(total)}. The download has the others.`,
    kept: (kept: number) => `Of so many, the first ${formatNumber(kept)} are kept.`,
  },
  published: {
    title: "Published MRR reports",
    month: "Month",
    revision: "Revision",
    ranOn: "Run on",
    totals: "Total",
    confirmed: "Confirmed",
    confirmedBy: (who: string) => `By ${who}`,
    empty: "No report is published yet.",
    due: (day: string) => `The next report is due by ${day}.`,
    late: (day: string) => `The next report was due by ${day}, and is late.`,
  },
};
