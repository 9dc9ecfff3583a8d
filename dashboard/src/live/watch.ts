// Follows a subscription through lost connections, from the cursor of the last event on.
import type { TypedDocumentNode } from "@urql/core";
import type { Client, SubscribePayload } from "graphql-ws";
import { sent } from "../api/documents";
import { TOKEN_EXPIRED } from "./socket";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;
/** Asking again changes nothing about these. */
const FINAL = new Set(["FORBIDDEN", "BAD_USER_INPUT", "UNAUTHENTICATED"]);

interface Event {
  cursor?: string;
}

export interface Watching<Data> {
  /** What has come, once for each event. */
  onEvent(data: Data): void;
  /** Events may have been missed: whatever is shown has to be asked for again. */
  onGap(): void;
  /** The subscription is refused, and would be again; with code UNAUTHENTICATED, because the token does not hold. */
  onRefused(code: string): void;
}

/** Watches until the signal is aborted. Subscriptions without cursors begin anew, and tell of a gap. */
export async function watch<Data>(
  socket: Client,
  document: TypedDocumentNode<Data, never>,
  variables: Record<string, unknown>,
  watching: Watching<Data>,
  signal: AbortSignal,
): Promise<void> {
  let after: string | null = null;
  let wait = FIRST_WAIT;
  let beganBefore = false;
  while (!signal.aborted) {
    // The library wants a query; an empty one is none to the server.
    const payload: SubscribePayload = { query: "", ...sent(document), variables: { ...variables, after } };
    const events = socket.iterate<Data>(payload);
    const stop = () => void events.return?.();
    signal.addEventListener("abort", stop);
    try {
      if (beganBefore && !after) watching.onGap();
      beganBefore = true;
      for await (const { data, errors } of events) {
        if (errors?.length) throw errors;
        if (!data) continue;
        wait = FIRST_WAIT;
        const [event] = Object.values(data as Record<string, Event>);
        after = event?.cursor ?? after;
        watching.onEvent(data);
      }
    } catch (failure) {
      const code = codeIn(failure);
      if (code === "CURSOR_EXPIRED") after = null;
      else if (code && FINAL.has(code)) {
        watching.onRefused(code);
        return;
      }
    } finally {
      signal.removeEventListener("abort", stop);
    }
    if (signal.aborted) return;
    await pause(wait, signal);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }
}

/** The code of the error that ended an operation; undefined where only the connection was lost. */
function codeIn(failure: unknown): string | undefined {
  if (failure instanceof CloseEvent) return failure.code === TOKEN_EXPIRED ? "UNAUTHENTICATED" : undefined;
  return Array.isArray(failure) ? failure[0]?.extensions?.code : undefined;
}

/** Waits, but no longer than until the browser is online again or the signal is aborted. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}
