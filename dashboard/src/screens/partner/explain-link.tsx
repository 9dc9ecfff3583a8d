// Leads from a number to what is behind it, on the partner's screen wherever it is shown.
import type { ReactNode } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { partnerPath } from "../../parts/links";

interface Props {
  externalId: string;
  /** The key of a metric. */
  metric: string;
  children: ReactNode;
}

export function ExplainLink({ externalId, metric, children }: Props) {
  const [location] = useLocation();
  const search = useSearch();
  const path = partnerPath(externalId);
  return <Link href={`${path}?${withParameter(location === path ? search : "", "explain", metric)}`}>{children}</Link>;
}

/** An address's parameters, one of them changed, without those that belonged to what it was before (`name.*`). */
export function withParameter(search: string, name: string, value: string): string {
  const next = new URLSearchParams(search);
  for (const key of [...next.keys()]) if (key.startsWith(`${name}.`)) next.delete(key);
  next.set(name, value);
  return next.toString();
}
