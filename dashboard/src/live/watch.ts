// Follows a subscription through lost connections, from the cursor of the last event on.
import type { TypedDocumentNode } from "@urql/core";
import type { Client } from "graphql-ws";
import { textOf } from "../api/client";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;

interface Event {
  cursor?: string;
}

export interface Watching<Data> {
  /** What has come, once for each event. */
  onEvent(data: Data): void;
  /** Whether events come now. */
  onLive(live: boolean): void;
  /** Events may have been missed: whatever is shown has to be asked for again. */
  onGap(): void;
  /** The subscription is refused, and would be again. */
  onRefused(error: { code?: string; message: string }): void;
}

/** Watches until the signal is aborted. Subscriptions without cursors begin anew, and tell of a gap. */
export async function watch<Data, Variables extends Record<string, unknown>>(
  socket: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  watching: Watching<Data>,
  signal: AbortSignal,
): Promise<void> {
  let after: string | null = null;
  let wait = FIRST_WAIT;
  let beganBefore = false;
  while (!signal.aborted) {
    const payload = {
      query: textOf(document as TypedDocumentNode<unknown, Record<string, unknown>>),
      variables: { ...variables, after },
    };
    const events = socket.iterate<Data>(payload);
    const stop = () => void events.return?.();
    signal.addEventListener("abort", stop);
    const unlisten = socket.on("connected", () => watching.onLive(true));
    try {
      if (beganBefore && !after) watching.onGap();
      beganBefore = true;
      for await (const { data, errors } of events) {
        if (errors?.length) throw errors;
        if (!data) continue;
        wait = FIRST_WAIT;
        watching.onLive(true);
        const [event] = Object.values(data) as Event[];
        after = event?.cursor ?? after;
        watching.onEvent(data);
      }
    } catch (failure) {
      const error = refusalIn(failure);
      if (error?.code === "CURSOR_EXPIRED") after = null;
      else if (error?.code === "FORBIDDEN" || error?.code === "BAD_USER_INPUT") {
        watching.onRefused(error);
        return;
      }
    } finally {
      unlisten();
      signal.removeEventListener("abort", stop);
    }
    if (signal.aborted) return;
    watching.onLive(false);
    await pause(wait, signal);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }
}

/** The error that ended an operation; null where the connection was lost. */
function refusalIn(failure: unknown): { code?: string; message: string } | null {
  const [first] = Array.isArray(failure) ? failure : [];
  return first ? { code: first.extensions?.code, message: first.message } : null;
}

/** Waits, but no longer than until the browser is online again or the signal is aborted. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    addEventListener("online", done);
    signal.addEventListener("abort", done, { once: true });
  });
}
