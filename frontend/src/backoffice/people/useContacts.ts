import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, post, put } from "../../shared/api/client";
import type { NewInvitation, People } from "./types";

interface ContactBody {
  name: string;
  email: string;
  phone: string;
  roles: string[];
}

export function useContacts(customer: string) {
  return useQuery({
    queryKey: ["customer-people", customer],
    queryFn: ({ signal }) => get<People>(`/customers/${customer}/people`, signal),
  });
}

/** What staff do with a customer's contacts; each answer replaces what the page knew. */
export function useContactActs(customer: string) {
  const client = useQueryClient();
  const at = `/customers/${customer}`;
  function adopt(people: People) {
    client.setQueryData(["customer-people", customer], people);
    void client.invalidateQueries({ queryKey: ["customer", customer] });
    void client.invalidateQueries({ queryKey: ["customer-log", customer] });
  }
  const save = useMutation({
    mutationFn: ({ id, body }: { id: string | undefined; body: ContactBody }) =>
      id ? put<People>(`${at}/contacts/${id}`, body) : post<People>(`${at}/contacts`, body),
    onSuccess: adopt,
  });
  const remove = useMutation({
    mutationFn: (id: string) => post<People>(`${at}/contacts/${id}/removal`),
    onSuccess: adopt,
  });
  const invite = useMutation({
    mutationFn: (id: string) => post<NewInvitation>(`${at}/contacts/${id}/invitation`),
    onSuccess: ({ people }) => adopt(people),
  });
  const revoke = useMutation({
    mutationFn: (id: string) => post<void>(`/invitations/${id}/revocation`),
    onSuccess: () => void client.invalidateQueries({ queryKey: ["customer-people", customer] }),
  });
  const allow = useMutation({
    mutationFn: (allowed: boolean) => put<People>(`${at}/administration`, { allowed }),
    onSuccess: adopt,
  });
  return { save, remove, invite, revoke, allow };
}

export type ContactActs = ReturnType<typeof useContactActs>;
