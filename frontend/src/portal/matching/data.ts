import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ApiError, get, newIntent, post, put, query } from "../../shared/api/client";
import type {
  Completed,
  Decision,
  Mapping,
  MatchingPage,
  MatchingPreview,
  MatchingView,
  Reading,
  Reconciliation,
} from "../../shared/matching/types";
import { statementKey } from "../../shared/statement/data";

const key = (id: string) => ["matching", id];

/** How the matching of a statement stands; asked again while it is made in the background. */
export function useMatching(id: string) {
  return useQuery({
    queryKey: key(id),
    queryFn: ({ signal }) => get<MatchingView>(`/statements/${id}/matching`, signal),
    refetchInterval: (asked) => (asked.state.data?.matching?.state === "waiting" ? 1500 : false),
  });
}

/** What a mapping makes of the uploaded file; without one, what was recognized or remembered. */
export function useReading(id: string, file: string, mapping: Mapping | undefined) {
  return useQuery({
    queryKey: ["matching-reading", id, file, mapping ?? "guess"],
    queryFn: () => post<Reading>(`/statements/${id}/matching/reading`, mapping ? { mapping } : {}),
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

export function useGroups(id: string, rowVersion: number) {
  return useQuery({
    queryKey: ["matching-groups", id, rowVersion],
    queryFn: ({ signal }) => get<MatchingPage>(`/statements/${id}/matching/groups`, signal),
    placeholderData: (before) => before,
  });
}

export function usePreview(id: string, rowVersion: number) {
  return useQuery({
    queryKey: ["matching-preview", id, rowVersion],
    queryFn: ({ signal }) => get<MatchingPreview>(`/statements/${id}/matching/preview`, signal),
  });
}

export function useReport(id: string) {
  return useQuery({
    queryKey: ["reconciliation", id],
    queryFn: ({ signal }) => get<Reconciliation>(`/statements/${id}/reconciliation`, signal),
  });
}

export interface DecisionDraft {
  groups: number[];
  decision: Decision;
  kind?: string;
  category?: string;
  note?: string;
}

/** What the customer can do with a matching. Each answer replaces what the page knew. */
export function useMatchingActs(id: string) {
  const client = useQueryClient();
  const at = `/statements/${id}/matching`;

  function adopt(view: MatchingView) {
    client.setQueryData(key(id), view);
    void client.invalidateQueries({ queryKey: ["reconciliation", id] });
  }

  /** Somebody else was first: what is shown is fetched anew beside the message. */
  function catchUp(error: Error) {
    if (error instanceof ApiError && (error.status === 409 || error.status === 412)) {
      void client.invalidateQueries({ queryKey: key(id) });
    }
  }

  const upload = useMutation({
    mutationFn: ({ file, name }: { file: Blob; name: string }) =>
      put<MatchingView>(`${at}/file${query({ name })}`, file),
    onSuccess: adopt,
  });
  const compare = useMutation({
    mutationFn: (body: { row_version: number; mapping: Mapping; skip_faults: boolean }) =>
      post<MatchingView>(`${at}/comparison`, body),
    onSuccess: adopt,
    onError: catchUp,
  });
  const decide = useMutation({
    mutationFn: (body: DecisionDraft & { row_version: number }) => post<MatchingView>(`${at}/decisions`, body),
    onSuccess: adopt,
    onError: catchUp,
  });
  const pair = useMutation({
    mutationFn: (body: { row_version: number; ours: number[]; theirs: number[] }) =>
      post<MatchingView>(`${at}/pairs`, body),
    onSuccess: adopt,
    onError: catchUp,
  });
  const undo = useMutation({
    mutationFn: (body: { row_version: number; group: number }) => post<MatchingView>(`${at}/undoings`, body),
    onSuccess: adopt,
    onError: catchUp,
  });
  const balance = useMutation({
    mutationFn: (body: { row_version: number; balance: string }) => post<MatchingView>(`${at}/balance`, body),
    onSuccess: adopt,
    onError: catchUp,
  });
  const complete = useMutation({
    mutationFn: ({
      intent,
      ...body
    }: {
      row_version: number;
      confirm_forward: boolean;
      remark: string;
      intent: string;
    }) => post<Completed>(`${at}/completion`, body, intent),
    onSuccess: (done) => {
      adopt(done.matching);
      void client.invalidateQueries({ queryKey: statementKey(id) });
      void client.invalidateQueries({ queryKey: ["home"] });
      void client.invalidateQueries({ queryKey: ["list"] });
    },
    onError: catchUp,
  });
  return { upload, compare, decide, pair, undo, balance, complete };
}

export type MatchingActs = ReturnType<typeof useMatchingActs>;
export { newIntent };
