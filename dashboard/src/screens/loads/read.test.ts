import { describe, expect, it } from "vitest";
import { type Line, LONGEST_LINE, NotRecords, readLines } from "./read";

async function all(file: Blob): Promise<Line[]> {
  const found: Line[] = [];
  for await (const lines of readLines(file)) found.push(...lines);
  return found;
}

/** A blob whose stream comes in pieces of a size. */
function inPieces(text: string | Uint8Array<ArrayBuffer>, size: number): Blob {
  const blob = new Blob([text]);
  blob.stream = () =>
    new ReadableStream({
      async start(controller) {
        const bytes = new Uint8Array(await blob.arrayBuffer());
        for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
        controller.close();
      },
    });
  return blob;
}

async function gzip(text: string): Promise<Blob> {
  return await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).blob();
}

const NDJSON = '\ufeff{"a": "ä€😀"}\r\n\n  \n{"b": 2}\n\ufeff{"c": 3}';
const READ = [
  { line: 1, text: '{"a": "ä€😀"}' },
  { line: 4, text: '{"b": 2}' },
  { line: 5, text: '{"c": 3}' },
];

describe("readLines", () => {
  it.each([1, 2, 3, 7, 1000])("reads lines in pieces of %i bytes", async (size) => {
    expect(await all(inPieces(NDJSON, size))).toEqual(READ);
  });

  it("unpacks gzip, and tells when it is cut off", async () => {
    const packed = await gzip(NDJSON);
    expect(await all(packed)).toEqual(READ);
    await expect(all(packed.slice(0, packed.size - 12))).rejects.toThrow(NotRecords);
  });

  it.each([1, 3, 1000])("reads an array in pieces of %i bytes, by the lines where records begin", async (size) => {
    const text = ' [\n {"a": "]},[\\"", "x": [1, 2]},\n{"ü":\n 2} , 5 ]\n';
    expect(await all(inPieces(text, size))).toEqual([
      { line: 2, text: '{"a": "]},[\\"", "x": [1, 2]}' },
      { line: 3, text: '{"ü":\n 2}' },
      { line: 4, text: "5" },
    ]);
  });

  it("tells of an array that is cut off", async () => {
    expect((await all(inPieces('[{"a": 1}, {"b"', 4))).at(-1)).toMatchObject({
      reason: expect.stringMatching("cut off"),
    });
  });

  it("keeps the other lines where one is not UTF-8 or too long", async () => {
    const bytes = new Uint8Array([0x7b, 0x7d, 10, 0x22, 0xff, 0x22, 10, 0x7b, 0x7d, 10]);
    expect(await all(inPieces(bytes, 4))).toEqual([
      { line: 1, text: "{}" },
      { line: 2, reason: "not UTF-8" },
      { line: 3, text: "{}" },
    ]);
    const long = `{}\n"${"x".repeat(LONGEST_LINE + 5)}"\n{}`;
    expect(await all(inPieces(long, 50_000))).toEqual([
      { line: 1, text: "{}" },
      { line: 2, reason: "longer than 1 MiB" },
      { line: 3, text: "{}" },
    ]);
    expect(await all(inPieces(`"${"x".repeat(LONGEST_LINE + 5)}`, 50_000))).toEqual([
      { line: 1, reason: "longer than 1 MiB" },
    ]);
  });

  it("refuses what is something else", async () => {
    await expect(all(new Blob([new Uint8Array([0x50, 0x4b, 3, 4])]))).rejects.toThrow("zip");
    await expect(all(new Blob([new Uint8Array([0xff, 0xfe, 65, 0])]))).rejects.toThrow("UTF-16");
  });
});
