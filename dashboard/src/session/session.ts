// Who is signed in: a bearer token that stays in this tab, and in tabs opened from it; closing the last forgets it.
import { useSyncExternalStore } from "react";

const KEY = "tierline.token";
const CHANNEL = "tierline.session";

type Message = { says: "who-is-signed-in" } | { says: "signed-in"; token: string } | { says: "signed-out" };

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

/** Signs out; by choice, in all tabs. */
export function signOut(absence: Absence = "signed-out"): void {
  if (!session.token) return;
  change({ token: null, absence });
  if (absence === "signed-out") send({ says: "signed-out" });
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

/** Lets a new tab have the token of one that is open, and signs out with the others. */
export function shareBetweenTabs(): void {
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.says === "who-is-signed-in" && session.token) send({ says: "signed-in", token: session.token });
    if (data.says === "signed-in" && !session.token && session.absence === "new") signIn(data.token);
    if (data.says === "signed-out" && session.token) change({ token: null, absence: "signed-out" });
  };
  if (!session.token) send({ says: "who-is-signed-in" });
}

function send(message: Message): void {
  channel.postMessage(message);
}
