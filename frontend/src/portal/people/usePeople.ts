import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, post, put } from "../../shared/api/client";
import type { NewInvitation, People } from "./types";

export const peopleKey = ["colleagues"];

export function usePeople() {
  return useQuery({ queryKey: peopleKey, queryFn: ({ signal }) => get<People>("/colleagues", signal) });
}

/** What an administrator can do; each answer of the server replaces what the page knew. */
export function usePeopleActs() {
  const client = useQueryClient();
  function adopt(people: People) {
    client.setQueryData(peopleKey, people);
    void client.invalidateQueries({ queryKey: ["colleagues-log"] });
  }
  const roles = useMutation({
    mutationFn: ({ id, roles: next }: { id: string; roles: string[] }) =>
      put<People>(`/colleagues/${id}/roles`, { roles: next }),
    onSuccess: adopt,
  });
  const revoke = useMutation({
    mutationFn: (id: string) => post<People>(`/colleagues/invitations/${id}/revocation`),
    onSuccess: adopt,
  });
  const review = useMutation({
    mutationFn: (on: boolean) => put<People>("/maker-checker", { on }),
    onSuccess: adopt,
  });
  const invite = useMutation({
    mutationFn: (body: { name: string; email: string; roles: string[] }) =>
      post<NewInvitation>("/colleagues/invitations", body),
    onSuccess: ({ people }) => adopt(people),
  });
  return { roles, revoke, review, invite };
}
