// A file as lines of JSON, read as a stream: of one of any size a chunk at a time is held.

export const LONGEST_LINE = 1 << 20;
const NEWLINE = 10;
const PIECE = 1 << 15; // bytes that are read at a time: some hundred lines
const SLICE = 12; // milliseconds for which the page may be kept from answering

/** What stands in a line, by its number from 1; or why it cannot be read. */
export type Line = { line: number; text: string } | { line: number; reason: string };

/** The whole file is something else than records. */
export class NotRecords extends Error {}

/** The records of a file, chunk by chunk; blank lines are left out, and lines are counted with them. */
export async function* readLines(file: Blob): AsyncGenerator<Line[]> {
  const head = new Uint8Array(await file.slice(0, 4096).arrayBuffer());
  const packed = head[0] === 0x1f && head[1] === 0x8b;
  // Its types want another buffer than a blob's stream gives.
  const gunzip = () => new DecompressionStream("gzip") as ReadableWritablePair<Uint8Array, Uint8Array>;
  const stream: ReadableStream<Uint8Array> = packed ? file.stream().pipeThrough(gunzip()) : file.stream();
  let split: Splitter | null = null;
  let worked = performance.now();
  const reader = stream.getReader();
  let beginning: Uint8Array = new Uint8Array();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done && split) break;
      let chunk = value ?? new Uint8Array();
      if (!split) {
        // What it is, shows by its first bytes, and pieces may be as short as they like.
        beginning = join([beginning, chunk], beginning.length + chunk.length);
        if (!done && beginning.every(isBlank)) continue;
        if (!done && beginning.length < 4) continue;
        split = splitterFor(beginning);
        chunk = beginning;
      }
      for (let at = 0; at < chunk.length; at += PIECE) {
        const lines = split.take(chunk.subarray(at, at + PIECE));
        if (lines.length > 0) yield lines;
        if (performance.now() - worked > SLICE) {
          await new Promise((resolve) => setTimeout(resolve));
          worked = performance.now();
        }
      }
      if (done) break;
    }
    const rest = split?.end() ?? [];
    if (rest.length > 0) yield rest;
  } catch (error) {
    if (packed && !(error instanceof NotRecords || error instanceof DOMException))
      throw new NotRecords("This gzip file is damaged or cut off. Pack it again.");
    throw error;
  } finally {
    // Whoever stops half-way needs no more of it; after the end that does nothing.
    await reader.cancel().catch(() => {});
  }
}

interface Splitter {
  take(chunk: Uint8Array): Line[];
  end(): Line[];
}

function splitterFor(chunk: Uint8Array): Splitter {
  if (chunk[0] === 0x50 && chunk[1] === 0x4b) throw new NotRecords("This is a zip archive. Unpack it first.");
  if ((chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff))
    throw new NotRecords("This file is in UTF-16. Save it in UTF-8.");
  let at = chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? 3 : 0;
  while (at < chunk.length && isBlank(chunk[at])) at += 1;
  return chunk[at] === 0x5b ? new ArraySplitter() : new LineSplitter();
}

function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === 9 || byte === 10 || byte === 13;
}

const TOO_LONG = "longer than 1 MiB";
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

class LineSplitter implements Splitter {
  #line = 0;
  #rest: Uint8Array[] = [];
  #held = 0;
  #skips = false;

  take(chunk: Uint8Array): Line[] {
    const last = chunk.lastIndexOf(NEWLINE);
    if (last < 0) {
      this.#hold(chunk);
      return [];
    }
    const lines = this.#finish(chunk.subarray(0, last));
    this.#hold(chunk.subarray(last + 1));
    return lines;
  }

  end(): Line[] {
    return this.#held > 0 || this.#skips ? this.#finish(new Uint8Array()) : [];
  }

  /** Of a line that is too long, no more is kept. */
  #hold(part: Uint8Array): void {
    if (this.#skips || part.length === 0) return;
    this.#rest.push(part);
    this.#held += part.length;
    if (this.#held > LONGEST_LINE) {
      this.#skips = true;
      this.#rest = [];
      this.#held = 0;
    }
  }

  #finish(part: Uint8Array): Line[] {
    const found: Line[] = [];
    let bytes = part;
    if (this.#skips) {
      this.#line += 1;
      found.push({ line: this.#line, reason: TOO_LONG });
      const next = part.indexOf(NEWLINE);
      this.#skips = false;
      if (next < 0) return found;
      bytes = part.subarray(next + 1);
    } else if (this.#held > 0) {
      bytes = join([...this.#rest, part], this.#held + part.length);
    }
    this.#rest = [];
    this.#held = 0;
    let text: string;
    try {
      text = decoder.decode(bytes);
    } catch {
      // Some line is not UTF-8: each by itself, so that the others stay good.
      for (let start = 0; start <= bytes.length; ) {
        const next = bytes.indexOf(NEWLINE, start);
        const stop = next < 0 ? bytes.length : next;
        this.#line += 1;
        try {
          this.#push(found, decoder.decode(bytes.subarray(start, stop)));
        } catch {
          found.push({ line: this.#line, reason: "not UTF-8" });
        }
        start = stop + 1;
      }
      return found;
    }
    for (const line of text.split("\n")) {
      this.#line += 1;
      this.#push(found, line);
    }
    return found;
  }

  #push(found: Line[], line: string): void {
    const text = (line.startsWith("\ufeff") ? line.slice(1) : line).trim();
    if (text.length > LONGEST_LINE) found.push({ line: this.#line, reason: TOO_LONG });
    else if (text) found.push({ line: this.#line, text });
  }
}

/** The elements of one JSON array, each by the line in which it begins. */
class ArraySplitter implements Splitter {
  #decoder = new TextDecoder("utf-8", { fatal: true });
  #line = 1;
  #depth = 0;
  #quoted = false;
  #escaped = false;
  /** What has come of the element so far, and where it began; 0: none has begun. */
  #begun = "";
  #beganAt = 0;
  #ended = false;

  take(chunk: Uint8Array): Line[] {
    return this.#read(this.#decode(chunk, true));
  }

  end(): Line[] {
    const found = this.#read(this.#decode(new Uint8Array(), false));
    if (!this.#ended) found.push({ line: this.#line, reason: "the array does not end: the file was cut off" });
    return found;
  }

  #decode(chunk: Uint8Array, stream: boolean): string {
    try {
      return this.#decoder.decode(chunk, { stream });
    } catch {
      throw new NotRecords("This file is not in UTF-8. Save it in UTF-8.");
    }
  }

  #read(text: string): Line[] {
    const found: Line[] = [];
    let from = this.#beganAt ? 0 : -1;
    const close = (until: number) => {
      if (from < 0) return;
      const whole = (this.#begun + text.slice(from, until)).trim();
      if (whole.length > LONGEST_LINE) found.push({ line: this.#beganAt, reason: TOO_LONG });
      else if (whole) found.push({ line: this.#beganAt, text: whole });
      this.#begun = "";
      this.#beganAt = 0;
      from = -1;
    };
    for (let at = 0; at < text.length; at += 1) {
      const one = text[at];
      if (one === "\n") this.#line += 1;
      if (this.#quoted) {
        if (this.#escaped) this.#escaped = false;
        else if (one === "\\") this.#escaped = true;
        else if (one === '"') this.#quoted = false;
        continue;
      }
      if (one === " " || one === "\n" || one === "\r" || one === "\t") continue;
      if (this.#ended) {
        found.push({ line: this.#line, reason: "something follows after the end of the array" });
        return found;
      }
      if (this.#depth === 0) {
        this.#depth = 1; // the bracket by which it was told to be an array
        continue;
      }
      if (this.#depth === 1 && (one === "," || one === "]")) {
        close(at);
        if (one === "]") this.#ended = true;
        continue;
      }
      if (from < 0) {
        from = at;
        this.#beganAt = this.#line;
      }
      if (one === '"') this.#quoted = true;
      else if (one === "{" || one === "[") this.#depth += 1;
      else if (one === "}" || one === "]") this.#depth -= 1;
    }
    if (from >= 0) {
      this.#begun += text.slice(from);
      if (this.#begun.length > 64 * LONGEST_LINE) throw new NotRecords("An element of this array is too long.");
    }
    return found;
  }
}

function join(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
