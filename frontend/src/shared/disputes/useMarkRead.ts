import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { post } from "../api/client";
import type { DisputeView } from "../api/types";

/** Records that the newest message was shown, once it has been on a visible page for a moment. */
export function useMarkRead(dispute: DisputeView | undefined): void {
  const client = useQueryClient();
  const marked = useRef<string>(undefined);
  const id = dispute?.id;
  const last = dispute?.messages.at(-1)?.id;
  const may = dispute?.actions.read?.allowed === true;
  useEffect(() => {
    if (!id || !last || !may) return;
    function mark() {
      if (document.visibilityState !== "visible" || marked.current === last) return;
      marked.current = last;
      post(`/disputes/${id}/seen`, { message_id: last }).then(
        () => {
          void client.invalidateQueries({ queryKey: ["unread"] });
          void client.invalidateQueries({ queryKey: ["list", "/disputes"] });
        },
        () => {
          marked.current = undefined; // tried again with the next message or visit
        },
      );
    }
    const soon = setTimeout(mark, 600);
    document.addEventListener("visibilitychange", mark);
    return () => {
      clearTimeout(soon);
      document.removeEventListener("visibilitychange", mark);
    };
  }, [client, id, last, may]);
}
