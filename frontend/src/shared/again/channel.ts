const name = "hefu-signed-in-again";

/** Tells this person's other windows that they have signed in once more. */
export function tellSignedAgain(): void {
  const channel = new BroadcastChannel(name);
  channel.postMessage(true);
  channel.close();
}

/** Hears of it; answers with how to stop. */
export function onSignedAgain(heard: () => void): () => void {
  const channel = new BroadcastChannel(name);
  channel.onmessage = heard;
  return () => channel.close();
}
