// Ways to what has a screen of its own.
import type { ReactNode } from "react";
import { Link } from "wouter";

interface Named {
  externalId: string;
  name: string;
}

export function partnerPath(externalId: string): string {
  return `/partners/${encodeURIComponent(externalId)}`;
}

export function PartnerLink({ partner, children }: { partner: Named; children?: ReactNode }) {
  return <Link href={partnerPath(partner.externalId)}>{children ?? partner.name}</Link>;
}

/** To a client, which is looked at under a partner. */
export function ClientLink({ client, partner }: { client: Named; partner: { externalId: string } }) {
  const search = new URLSearchParams({ client: client.externalId });
  return <Link href={`${partnerPath(partner.externalId)}?${search}`}>{client.name}</Link>;
}
