// Who is signed in: a bearer token that stays in this tab, and in tabs opened from it; closing the last forgets it.
import { useSyncExternalStore } from "react";

const KEY = "tierline.token";
const CHANNEL = "tierline.session";

type Message = { asks: true } | { token: string };

/** Why nobody is signed in: nobody was yet, somebody signed out, or the token stopped holding. */
export type Absence = "new" | "signed-out" | "expired";

export interface Session {
  readonly token: string | null;
  readonly absence: Absence;
}

let session: Session = { token: sessionStorage.getItem(KEY), absence: "new" };
const listeners = new Set<() => void>();
const channel = new BroadcastChannel(CHANNEL);

function change(next: Session): void {
  if (next.token) sessionStorage.setItem(KEY, next.token);
  else sessionStorage.removeItem(KEY);
  session = next;
  for (const listener of listeners) listener();
}

export function signIn(token: string): void {
  change({ token: token.trim(), absence: "new" });
}

export function signOut(absence: Absence = "signed-out"): void {
  if (session.token) change({ token: null, absence });
}

export function currentToken(): string | null {
  return session.token;
}

export function useSession(): Session {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => session,
  );
}

/** Takes the token out of a link's fragment, so that it stays neither in the address nor in the history. */
export function takeTokenFromAddress(): void {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token) {
    history.replaceState(null, "", location.pathname + location.search);
    signIn(token);
  }
}

/** Lets a new tab have the token of one that is open. */
export function shareBetweenTabs(): void {
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if ("asks" in data) {
      if (session.token) channel.postMessage({ token: session.token } satisfies Message);
    } else if (!session.token && session.absence === "new") signIn(data.token);
  };
  if (!session.token) channel.postMessage({ asks: true } satisfies Message);
}
