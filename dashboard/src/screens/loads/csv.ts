// Rejections and warnings as a file for spreadsheets.
import type { Notice } from "./survey";

export function csvOf(kind: string, notices: readonly Notice[]): string {
  const rows = notices.map(({ line, type, field, reason }) => [String(line), kind, type ?? "", field ?? "", reason]);
  return [["line", "what", "type", "field", "reason"], ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
}

/** Quoted where it has to be; a text that a spreadsheet would take for a formula is kept a text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
