// What of a failed question is told: a code, a reference, what to do, and whether asking again may help.
import type { CombinedError } from "@urql/core";
import { common } from "../texts/common";

/** Seconds after which a server that does not answer is asked again. */
const LATER = 5;

export function codeOf(error: CombinedError): string | undefined {
  if (error.response?.status === 401) return "UNAUTHENTICATED";
  return error.graphQLErrors[0]?.extensions.code as string | undefined;
}

/** The reference by which whoever runs the server finds the failure in its log. */
export function referenceOf(error: CombinedError): string | undefined {
  const named = error.graphQLErrors[0]?.extensions.reference as string | undefined;
  return named ?? error.response?.headers?.get("X-Request-Id") ?? undefined;
}

/** Whether no answer came at all. */
export function isAway({ networkError, response }: CombinedError): boolean {
  return networkError !== undefined && response === undefined;
}

/** Seconds after which the same may work; null where asking again would only fail again. */
export function retryAfter(error: CombinedError): number | null {
  if (codeOf(error) === "RATE_LIMITED") {
    const stated = error.graphQLErrors[0]?.extensions.retryAfter ?? error.response?.headers?.get("Retry-After");
    return Number(stated) || 1;
  }
  return isAway(error) || [502, 503, 504].includes(error.response?.status ?? 0) ? LATER : null;
}

/** What has happened and what to do, as a sentence. */
export function remedyFor(error: CombinedError): string {
  if (codeOf(error) === "RATE_LIMITED") return common.states.retryAfter(retryAfter(error) ?? 1);
  if (codeOf(error) === "PERSISTED_DOCUMENT_NOT_FOUND") return common.newVersion;
  const [first] = error.graphQLErrors;
  if (first) return first.message;
  // Of what a proxy says instead of the server, nothing helps whoever reads it here.
  return common.states.away;
}

/** The same, with the reference where there is one to tell: for places of one line. */
export function describe(error: CombinedError): string {
  const reference = codeOf(error) === "INTERNAL" ? referenceOf(error) : undefined;
  return reference ? `${remedyFor(error)} ${common.states.reference(reference)}` : remedyFor(error);
}
