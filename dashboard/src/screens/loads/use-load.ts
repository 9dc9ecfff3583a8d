// The load of this tab, which goes on when another screen is looked at.
import { useEffect, useSyncExternalStore } from "react";
import { useClient } from "urql";
import { Load, type LoadState } from "./load";
import { createSender } from "./sender";
import type { Survey } from "./survey";

let current: Load | null = null;
const listeners = new Set<() => void>();

function change(load: Load | null): void {
  current = load;
  for (const listener of listeners) listener();
}

/** Asks before the tab is closed: it is the tab that sends. */
function keepOpen(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

export function useLoad() {
  const client = useClient();
  const load = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
  return {
    load,
    start(survey: Survey) {
      const next = new Load(survey, createSender(client));
      change(next);
      addEventListener("beforeunload", keepOpen);
      const end = () =>
        ["done", "cancelled"].includes(next.state.phase) && removeEventListener("beforeunload", keepOpen);
      next.subscribe(end);
      void next.run();
    },
    clear: () => change(null),
  };
}

export function useLoadState(load: Load): LoadState {
  return useSyncExternalStore(load.subscribe, () => load.state);
}

/** Calls a file in without a click on a field: dropped anywhere on the screen. */
export function useDrop(onFile: ((file: File) => void) | null): void {
  useEffect(() => {
    if (!onFile) return;
    const over = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      const [file] = event.dataTransfer?.files ?? [];
      if (!file) return;
      event.preventDefault();
      onFile(file);
    };
    addEventListener("dragover", over);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("drop", drop);
    };
  }, [onFile]);
}
