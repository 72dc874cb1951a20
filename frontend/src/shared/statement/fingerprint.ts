/** The SHA-256 of bytes in lower-case hex, or undefined where the browser offers no cryptography (plain http). */
export async function fingerprint(bytes: ArrayBuffer): Promise<string | undefined> {
  if (typeof crypto === "undefined" || !crypto.subtle) return undefined;
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** "3f9a 12c0 … 77be": enough for two people to compare over the telephone. */
export function shortFingerprint(sha256: string): string {
  return `${sha256.slice(0, 4)} ${sha256.slice(4, 8)} … ${sha256.slice(-4)}`;
}
