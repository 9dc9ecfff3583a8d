// An edition's file: what it says beyond the schema's fields, for people to read. What is wrong with it says the server.
import { parse, TomlDate, TomlError } from "smol-toml";

export type Table = { readonly [key: string]: unknown };

export type ParsedFile = { ok: true; file: Table } | { ok: false; line: number; message: string };

export function parseFile(text: string): ParsedFile {
  try {
    return { ok: true, file: parse(text) };
  } catch (error) {
    if (!(error instanceof TomlError)) return { ok: false, line: 1, message: String(error) };
    const [message = ""] = error.message.split("\n");
    return { ok: false, line: error.line, message };
  }
}

export function tables(of: Table, key: string): Table[] {
  const value = of[key];
  return Array.isArray(value) ? value.filter(isTable) : [];
}

export function table(of: Table, key: string): Table | null {
  const value = of[key];
  return isTable(value) ? value : null;
}

/** A text, a number or a day as it is written; null where there is none. */
export function text(of: Table, key: string): string | null {
  const value = of[key];
  if (value instanceof TomlDate) return value.toISOString();
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}

export function texts(of: Table, key: string): string[] {
  const value = of[key];
  return Array.isArray(value) ? value.map(String) : [];
}

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
