// What is typed stays in this tab until it is saved: looking elsewhere, or reloading, loses nothing.
import { useCallback, useEffect, useState } from "react";

const PREFIX = "tierline.draft:";

export interface Typed {
  text: string;
  setText(text: string): void;
  /** Whether it is other than what is saved. */
  unsaved: boolean;
  /** Whether it was typed before the screen was opened. */
  restored: boolean;
  /** Goes back to what is saved. */
  discard(): void;
  /** It is saved: nothing has to be kept any more. */
  forget(): void;
}

/** `name` tells drafts apart; `saved` is what the server has. */
export function useTyped(name: string, saved: string): Typed {
  const key = PREFIX + name;
  const [kept] = useState(() => sessionStorage.getItem(key));
  const [text, set] = useState(kept ?? saved);
  const [restored, setRestored] = useState(kept !== null && kept !== saved);
  const unsaved = text !== saved;

  const setText = useCallback(
    (next: string) => {
      set(next);
      sessionStorage.setItem(key, next);
    },
    [key],
  );
  const forget = useCallback(() => {
    sessionStorage.removeItem(key);
    setRestored(false);
  }, [key]);
  const discard = useCallback(() => {
    forget();
    set(saved);
  }, [forget, saved]);

  useEffect(() => {
    if (!unsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [unsaved]);

  return { text, setText, unsaved, restored, discard, forget };
}
