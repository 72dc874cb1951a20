import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { get, newIntent, post } from "../api/client";
import type { DisputeView } from "../api/types";
import { useUploads } from "../attachments/useUploads";
import { useDraft } from "./useDraft";

/** A reply of words, files, or both. The words go first and are kept whatever becomes of the files, which can be sent again. */
export function useReply(dispute: string) {
  const client = useQueryClient();
  const [text, setText] = useDraft(dispute);
  const uploads = useUploads();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [intent, setIntent] = useState(newIntent);

  async function refresh() {
    const view = await get<DisputeView>(`/disputes/${dispute}`);
    client.setQueryData(["dispute", dispute], view);
    for (const other of ["list", "home"]) void client.invalidateQueries({ queryKey: [other] });
  }

  /** body is what goes with the words, such as who is named; internal keeps the files among staff. True when all has gone. */
  async function send(body: Record<string, unknown> = {}, internal = false): Promise<boolean> {
    if (busy || (!text.trim() && uploads.ready === 0)) return false;
    setBusy(true);
    setError(undefined);
    try {
      let message: string | undefined;
      if (text.trim()) {
        const view = await post<DisputeView>(`/disputes/${dispute}/messages`, { text: text.trim(), ...body }, intent);
        client.setQueryData(["dispute", dispute], view);
        message = view.messages.findLast((it) => it.mine && it.kind === "message")?.id;
        setText("");
        setIntent(newIntent());
      }
      const sent = await uploads.send({ dispute, message, internal });
      if (uploads.items.length > 0) await refresh();
      if (sent) uploads.clear();
      return sent;
    } catch (failure) {
      setError(failure);
      return false;
    } finally {
      setBusy(false);
    }
  }

  /** After a single file was tried again. */
  async function retried(allSent: boolean) {
    await refresh();
    if (allSent) uploads.clear();
  }

  return { text, setText, uploads, busy, error, send, retried, empty: !text.trim() && uploads.ready === 0 };
}
