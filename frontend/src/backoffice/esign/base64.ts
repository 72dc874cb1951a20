/** A file's content as the interface takes it. */
export async function base64(file: File): Promise<string> {
  let out = "";
  for (const byte of new Uint8Array(await file.arrayBuffer())) out += String.fromCharCode(byte);
  return btoa(out);
}
