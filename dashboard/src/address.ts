// The address as it stands in the browser. The router decodes half of it by itself, after which nobody can tell what of an
// id like `a/b%` is the id's own: here it gets the address so that what it decodes is the address, all still encoded.
import type { BaseLocationHook } from "wouter";
import { useBrowserLocation, useSearch } from "wouter/use-browser-location";

export const useAddress: BaseLocationHook & { searchHook: () => string } = Object.assign(
  (options: Parameters<BaseLocationHook>[0]) => {
    const [path, navigate] = useBrowserLocation(options);
    return [keepEncoded(path), navigate] as ReturnType<BaseLocationHook>;
  },
  { searchHook: () => keepEncoded(useSearch()) },
);

export function keepEncoded(text: string): string {
  return text.replaceAll("%", "%25");
}

/** A part of the address, decoded; as it is where that cannot be, since nothing of this application wrote it. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
