import { useQuery } from "@tanstack/react-query";
import { get } from "../../shared/api/client";
import { useList } from "../../shared/lists";
import { useParams } from "../../shared/useParams";
import type { AuditActions, AuditPage } from "./data";

const names = ["person", "action", "from", "to", "q", "customer_id"] as const;

/** The log as the address asks for it; a group narrows it before anything is chosen. */
export function useLog(group = "") {
  const [params, change] = useParams();
  const filters = Object.fromEntries(names.map((name) => [name, params.get(name) ?? ""])) as Record<
    (typeof names)[number],
    string
  >;
  const list = useList<AuditPage>("/audit-log", { ...filters, group });
  const actions = useQuery({
    queryKey: ["audit-actions"],
    queryFn: ({ signal }) => get<AuditActions>("/audit-log/actions", signal),
  });
  const through = list.data?.pages.at(-1)?.through;
  return {
    filters,
    change,
    list,
    actions: actions.data,
    through,
    narrowed: names.some((name) => filters[name]),
    clear: () => change(Object.fromEntries(names.map((name) => [name, undefined]))),
  };
}
