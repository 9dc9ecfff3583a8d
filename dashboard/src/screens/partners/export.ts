// The export: all rows that fit, page by page, with the columns and in the order that are shown.
import type { Client } from "@urql/core";
import { persisted } from "../../api/documents";
import { retryAfter } from "../../api/errors";
import type { PartnersPageQueryVariables } from "../../gql/graphql";
import { csvLine } from "../../parts/csv";
import type { Column } from "./columns";
import { PartnersPage } from "./queries";

/** What a list holds at most. */
const PAGE = 100;
const TRIES = 30;

type Which = Pick<PartnersPageQueryVariables, "search" | "filter" | "orderBy">;

interface Exporting {
  client: Client;
  which: Which;
  columns: readonly Column[];
  signal: AbortSignal;
  onProgress(done: number, total: number): void;
}

/** The lines of the file, of which the first is the heading. Rejects if it is cancelled, or if a page cannot be read. */
export async function exportLines({ client, which, columns, signal, onProgress }: Exporting): Promise<string[]> {
  const lines = [csvLine(columns.map((one) => one.heading))];
  for (let after: string | null = null, more = true; more; ) {
    const page = await readPage(client, { ...which, first: PAGE, after }, signal);
    for (const row of page.nodes) lines.push(csvLine(columns.map((one) => one.text(row))));
    onProgress(lines.length - 1, page.totalCount);
    after = page.pageInfo.endCursor ?? null;
    more = page.pageInfo.hasNextPage && after !== null;
  }
  return lines;
}

/** Reads a page; where the server takes no more just now, or is away, again a little later. */
async function readPage(client: Client, variables: PartnersPageQueryVariables, signal: AbortSignal) {
  for (let tries = 0; ; tries += 1) {
    signal.throwIfAborted();
    const query = client.query(persisted(PartnersPage), variables, { requestPolicy: "network-only" });
    const { data, error } = await query.toPromise();
    signal.throwIfAborted();
    if (data?.partners && !error) return data.partners;
    const wait = error && retryAfter(error);
    if (!wait || tries >= TRIES) throw error ?? new Error("no page");
    await pause(wait * 1_000, signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
