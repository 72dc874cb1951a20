import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useLocation } from "wouter";
import { newIntent, post } from "../../shared/api/client";
import { toast } from "../../shared/ui/toast";
import * as m from "./messages";
import type { Decision } from "./types";

/** Makes the receipt of a line as a person read it. The same decision sent again counts once, another one is a new intent. */
export function useDecide(line: string, onPosted: () => void) {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const intent = useRef({ of: "", key: "" });
  return useMutation({
    mutationFn: (decision: Decision) => {
      const of = JSON.stringify([line, decision]);
      if (intent.current.of !== of) intent.current = { of, key: newIntent() };
      return post<{ id: string; document_no: string }>(`/bank/waiting/${line}/decision`, decision, intent.current.key);
    },
    onSuccess: (made) => {
      toast(m.posted(), {
        action: { label: made.document_no, run: () => navigate(`/console/documents/${made.id}`) },
      });
      onPosted();
      void client.invalidateQueries();
    },
    onError: () => {
      intent.current = { of: "", key: "" };
    },
  });
}
