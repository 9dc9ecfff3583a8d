// What is supposed stands in the address, so that a link shows the same; what is being typed is ahead of it.
import { useEffect, useMemo, useRef, useState } from "react";
import { useSearchParams } from "wouter";
import { read, type Supposition, write } from "./suppositions";

/** Milliseconds without a change after which what is supposed is asked about. */
const PAUSE = 400;

export interface Suppositions {
  /** As they are being typed. */
  typed: readonly Supposition[];
  /** As they stand in the address. */
  settled: readonly Supposition[];
  change(next: readonly Supposition[]): void;
}

export function useSuppositions(): Suppositions {
  const [address, setAddress] = useSearchParams();
  const text = address.get("suppose") ?? "";
  const settled = useMemo(() => read(text), [text]);
  const [typed, setTyped] = useState<readonly Supposition[]>(settled);
  const written = useRef(text);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    // By going back, or by a link: not by what was typed here.
    if (text === written.current) return;
    written.current = text;
    clearTimeout(timer.current);
    setTyped(settled);
  }, [text, settled]);
  useEffect(() => () => clearTimeout(timer.current), []);

  return {
    typed,
    settled,
    change(next) {
      setTyped(next);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        written.current = write(next);
        setAddress(
          (before) => {
            const after = new URLSearchParams(before);
            if (written.current) after.set("suppose", written.current);
            else after.delete("suppose");
            return after;
          },
          { replace: true },
        );
      }, PAUSE);
    },
  };
}
