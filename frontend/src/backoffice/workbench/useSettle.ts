import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { newIntent, post } from "../../shared/api/client";
import { toast } from "../../shared/ui/toast";
import type { Made, Preview, request } from "./data";
import * as m from "./messages";

type Request = ReturnType<typeof request>;

/** Asks the server what comes of a choice, a moment after it last changed. */
export function usePreview(asked: Request) {
  const wanted = JSON.stringify(asked ?? null);
  const [settled, setSettled] = useState("null");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(wanted), 180);
    return () => clearTimeout(timer);
  }, [wanted]);
  const body = JSON.parse(settled) as Request | null;
  const found = useQuery({
    queryKey: ["allocation-preview", settled],
    queryFn: () => post<Preview>("/allocations/preview", body),
    enabled: body !== null,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
  const fresh = wanted === settled && !found.isPlaceholderData;
  return {
    preview: asked && body ? found.data : undefined,
    fresh: fresh && found.isSuccess,
    error: asked && body ? found.error : null,
  };
}

/** Settles what was shown, and takes the last settlement of this sitting back. */
export function useSettle(onDone: () => void) {
  const client = useQueryClient();
  const intent = useRef(newIntent());
  const [last, setLast] = useState<string>();
  const refresh = () => {
    for (const key of ["open-items", "allocation-candidates", "allocation-preview", "list", "customer"]) {
      void client.invalidateQueries({ queryKey: [key] });
    }
  };
  const undo = useMutation({
    mutationFn: (id: string) => post<Made>(`/settlements/${id}/reversal`, { reason: m.undoAtOnce() }, newIntent()),
    onSuccess: (done) => {
      setLast(undefined);
      refresh();
      toast(done.proposal_id ? m.waits() : m.undone());
    },
    onError: (error) => toast(error.message, { tone: "bad" }),
  });
  const settle = useMutation({
    mutationFn: (body: NonNullable<Request> & { digest: string; reason?: string }) =>
      post<Made>("/allocations/selection", body, intent.current),
    onSuccess: (done) => {
      intent.current = newIntent();
      setLast(done.settlement_id ?? undefined);
      refresh();
      onDone();
      const id = done.settlement_id;
      if (id) toast(m.settled(), { action: { label: m.undo(), run: () => undo.mutate(id) } });
      else toast(m.proposed());
    },
    onError: () => {
      intent.current = newIntent();
    },
  });
  return { settle, undoLast: () => last && !undo.isPending && undo.mutate(last), refresh };
}
