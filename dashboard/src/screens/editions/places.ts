// Where in a file something stands that the server names by its place in the data, such as `tiers[1].name`.

/** The lines, from 1, of all tables and keys by their places. What is inline stands where its key does. */
export function findPlaces(text: string): Map<string, number> {
  const places = new Map<string, number>();
  const lengths = new Map<string, number>();
  let prefix = "";
  let depth = 0;
  let quotes: string | null = null; // the three marks that end a text over several lines
  const note = (place: string, line: number) => {
    if (!places.has(place)) places.set(place, line);
  };

  text.split("\n").forEach((raw, at) => {
    const line = at + 1;
    if (quotes === null && depth === 0) {
      const header = /^\s*(\[\[?)\s*([^\]]+?)\s*\]/.exec(raw);
      if (header) {
        prefix = resolve((header[2] ?? "").split(/\s*\.\s*/), header[1] === "[[", lengths);
        note(prefix, line);
        return;
      }
      const key = /^\s*((?:[\w-]+|"[^"]*")(?:\s*\.\s*(?:[\w-]+|"[^"]*"))*)\s*=/.exec(raw);
      if (key) {
        const names = (key[1] ?? "").split(/\s*\.\s*/).map((name) => name.replace(/^"|"$/g, ""));
        note([prefix, ...names].filter(Boolean).join("."), line);
      }
    }
    [depth, quotes] = skim(raw, depth, quotes);
  });
  return places;
}

function resolve(names: readonly string[], isList: boolean, lengths: Map<string, number>): string {
  let place = "";
  names.forEach((name, at) => {
    const bare = place ? `${place}.${name}` : name;
    const length = lengths.get(bare);
    if (isList && at === names.length - 1) {
      lengths.set(bare, (length ?? 0) + 1);
      place = `${bare}[${length ?? 0}]`;
    } else place = length === undefined ? bare : `${bare}[${length - 1}]`;
  });
  return place;
}

/** How deep in brackets, and in which text, a line ends. */
function skim(line: string, before: number, within: string | null): [number, string | null] {
  let depth = before;
  let quotes = within;
  for (let at = 0; at < line.length; at += 1) {
    if (quotes !== null) {
      const end = line.indexOf(quotes, at);
      if (end < 0) return [depth, quotes];
      at = end + quotes.length - 1;
      quotes = null;
      continue;
    }
    const one = line[at];
    if (one === "#") break;
    if (one === '"' || one === "'") {
      const three = one.repeat(3);
      if (line.startsWith(three, at)) {
        quotes = three;
        at += 2;
      } else {
        let end = at + 1;
        while (end < line.length && line[end] !== one) end += one === '"' && line[end] === "\\" ? 2 : 1;
        at = end;
      }
    } else if (one === "[" || one === "{") depth += 1;
    else if (one === "]" || one === "}") depth -= 1;
  }
  return [Math.max(0, depth), quotes];
}

/** The line that a message of the server is about; null where it names none. */
export function lineOf(message: string, text: string): number | null {
  const told = /\(at line (\d+), column \d+\)/.exec(message);
  if (told) return Number(told[1]);
  const last = text.replace(/\n+$/, "").split("\n").length;
  if (message.includes("(at end of document)")) return last;
  const places = findPlaces(text);
  for (const [, path = ""] of message.matchAll(/(?<=^|: )([a-z_]\w*(?:\[\d+\]|\.[\w-]+)*)(?=: )/g)) {
    const line = nearest(path, places);
    if (line !== null) return line;
  }
  const quoted = /"([^"]+)"/.exec(message)?.[1];
  if (quoted) {
    const at = text.split("\n").findIndex((line) => line.includes(`"${quoted}"`));
    if (at >= 0) return at + 1;
  }
  return null;
}

/** Of what is not there, or inline, the line of what it is in. */
function nearest(path: string, places: ReadonlyMap<string, number>): number | null {
  for (let place = path; place; place = place.replace(/(?:\.[^.[\]]+|\[\d+\]|^[^.[\]]+)$/, "")) {
    const line = places.get(place) ?? places.get(`${place}[0]`);
    if (line !== undefined) return line;
  }
  return null;
}

/** A message without the words that only say which text it is about. */
export function withoutSource(message: string): string {
  return message.replace(/^text: /, "");
}
