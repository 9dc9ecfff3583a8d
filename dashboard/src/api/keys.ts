/**
 * Names a request, so that asking again, as after a lost connection, does not do it twice. Not `crypto.randomUUID`, which
 * browsers have only over HTTPS and on the machine itself.
 */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
