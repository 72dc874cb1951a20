import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, ChevronDown, Settings2 } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { get, post, put } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { Button, IconButton } from "../../shared/ui/Button";
import { Menu } from "../../shared/ui/Menu";
import { toast } from "../../shared/ui/toast";
import { displayNames, filterNames } from "./ask";
import * as m from "./messages";
import { ViewForm } from "./ViewForm";

export type View = components["schemas"]["BackofficeReportView"];
type List = components["schemas"]["BackofficeReportViewList"];

const key = ["report-views"];

export function useViews() {
  return useQuery({ queryKey: key, queryFn: ({ signal }) => get<List>("/report-views", signal), staleTime: 60_000 });
}

/** What a view keeps of the address: the report, its filters and its display. */
export function kept(params: URLSearchParams): Record<string, string> {
  const out: Record<string, string> = { report: params.get("report") ?? "summary" };
  for (const name of [...filterNames, ...displayNames, "chart"]) {
    const value = params.get(name);
    if (value) out[name] = value;
  }
  return out;
}

const place = (view: View) => `/console/reports?${new URLSearchParams({ ...view.query, view: view.id })}`;

/** The address that the reports open with: the default view's, if there is one. */
export const opening = (views: View[]): string | undefined => {
  const view = views.find((it) => it.default);
  return view && place(view);
};

const same = (a: Record<string, string>, b: Record<string, string>) =>
  Object.keys({ ...a, ...b }).every((name) => (a[name] ?? "") === (b[name] ?? ""));

/** The saved views: to open one, to save what is shown as one, and for one's own to change or remove it. */
export function Views({ params }: { params: URLSearchParams }) {
  const client = useQueryClient();
  const { data } = useViews();
  const [form, setForm] = useState<"new" | "edit">();
  const views = data?.items ?? [];
  const current = views.find((it) => it.id === params.get("view"));
  const now = kept(params);
  const differs = current && !same(current.query, now);
  const take = (list: List) => client.setQueryData(key, list);
  const change = useMutation({
    mutationFn: (view: View) =>
      put<List>(`/report-views/${view.id}`, {
        name: view.name,
        query: now,
        shared: view.shared,
        row_version: view.row_version,
      }),
    onSuccess: (list, view) => {
      take(list);
      toast(m.viewSaved({ name: view.name }));
    },
    onError: (error) => toast(error.message, { tone: "bad" }),
  });
  const remove = useMutation({
    mutationFn: (view: View) => post<List>(`/report-views/${view.id}/removal`, { row_version: view.row_version }),
    onSuccess: (list, view) => {
      take(list);
      setForm(undefined);
      toast(m.viewRemoved({ name: view.name }));
    },
    onError: (error) => toast(error.message, { tone: "bad" }),
  });
  const groups: [string, View[]][] = [
    [m.mineViews(), views.filter((it) => it.mine)],
    [m.sharedViews(), views.filter((it) => !it.mine)],
  ];
  return (
    <>
      <Menu
        label={m.viewsLabel()}
        align="start"
        className="rounded-(--radius-control) border border-edge bg-surface"
        button={
          <>
            <Bookmark aria-hidden="true" className="size-4" />
            <span className="max-w-48 truncate">
              {current ? current.name : m.views()}
              {differs && ` ${m.changed()}`}
            </span>
            <ChevronDown aria-hidden="true" className="size-4" />
          </>
        }
      >
        {views.length === 0 && <p className="max-w-72 px-3 py-2 text-mute">{m.noViews()}</p>}
        {groups.map(
          ([title, list]) =>
            list.length > 0 && (
              <div key={title}>
                <p className="px-3 pt-2 pb-1 text-[0.8125rem] text-mute">{title}</p>
                {list.map((it) => (
                  <Link
                    key={it.id}
                    href={place(it)}
                    aria-current={it.id === current?.id ? "true" : undefined}
                    className="flex min-h-(--control) items-center justify-between gap-4 rounded-md px-3 hover:bg-sunken aria-[current]:text-brand"
                  >
                    <span className="max-w-64 truncate">{it.name}</span>
                    <span className="text-[0.8125rem] text-mute">
                      {[it.default && m.defaultMark(), it.mine ? it.shared && m.sharedMark() : it.owner]
                        .filter(Boolean)
                        .join(" · ")}
                    </span>
                  </Link>
                ))}
              </div>
            ),
        )}
      </Menu>
      {current && (
        <IconButton label={m.editView({ name: current.name })} onClick={() => setForm("edit")}>
          <Settings2 aria-hidden="true" className="size-4" />
        </IconButton>
      )}
      {current?.mine && differs && (
        <Button busy={change.isPending} onClick={() => change.mutate(current)}>
          {m.saveChange()}
        </Button>
      )}
      <Button look="quiet" onClick={() => setForm("new")}>
        {m.saveAs()}
      </Button>
      {form && (
        <ViewForm
          view={form === "edit" ? current : undefined}
          query={now}
          onDone={(list, name) => {
            take(list);
            setForm(undefined);
            toast(m.viewSaved({ name }));
          }}
          onRemove={current && (() => remove.mutate(current))}
          onClose={() => setForm(undefined)}
        />
      )}
    </>
  );
}
