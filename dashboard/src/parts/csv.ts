// Tables as files for spreadsheets: RFC 4180, in UTF-8 with the mark by which spreadsheets recognize it.

const MARK = "\ufeff";
const NUMBER = /^-?\d+(\.\d+)?$/;

/** A cell as it stands in the file. Text that a spreadsheet would compute is made text for it, too, by an apostrophe. */
export function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** Hands a file over to the browser's downloads. */
export function download(name: string, lines: readonly string[]): void {
  const address = URL.createObjectURL(new Blob([MARK, ...lines], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the file after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
