import { expect, it } from "vitest";
import { fingerprint, shortFingerprint } from "./fingerprint";

it("is the SHA-256 that any other tool computes", async () => {
  const digest = await fingerprint(new TextEncoder().encode("abc").buffer);
  expect(digest).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(shortFingerprint(digest ?? "")).toBe("ba78 16bf … 15ad");
});
