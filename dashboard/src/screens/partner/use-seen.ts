// What is dear to ask for is asked for when somebody comes near it.
import { type RefObject, useEffect, useRef, useState } from "react";

const NEAR = "400px"; // below what is seen

/** A place on the screen, and whether it has come near what is seen. */
export function useSeen<Place extends HTMLElement>(): readonly [RefObject<Place | null>, boolean] {
  const place = useRef<Place>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!place.current || seen) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && setSeen(true),
      { rootMargin: `0px 0px ${NEAR} 0px` },
    );
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [seen]);
  return [place, seen];
}
