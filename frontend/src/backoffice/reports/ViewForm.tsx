import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { post, put } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { Modal } from "../../shared/ui/Modal";
import * as m from "./messages";
import type { View } from "./Views";

type List = components["schemas"]["BackofficeReportViewList"];

/** Saves what is shown as a new view, or changes one's own; of a colleague's only whether one's reports open with it. */
export function ViewForm({
  view,
  query,
  onDone,
  onRemove,
  onClose,
}: {
  view: View | undefined;
  query: Record<string, string>;
  onDone: (list: List, name: string) => void;
  onRemove: (() => void) | undefined;
  onClose: () => void;
}) {
  const [, go] = useLocation();
  const [name, setName] = useState(view?.name ?? "");
  const [shared, setShared] = useState(view?.shared ?? false);
  const [standard, setStandard] = useState(view?.default ?? false);
  const [asked, setAsked] = useState(false);
  const mine = view?.mine ?? true;
  const save = useMutation({
    mutationFn: async () => {
      let list: List | undefined;
      if (!view) list = await post<List>("/report-views", { name: name.trim(), query, shared });
      else if (view.mine) {
        list = await put<List>(`/report-views/${view.id}`, {
          name: name.trim(),
          query: view.query,
          shared,
          row_version: view.row_version,
        });
      }
      const saved = view ?? list?.items.find((it) => it.mine && it.name === name.trim());
      if (saved && standard !== saved.default) {
        list = await put<List>("/report-view-default", standard ? { id: saved.id } : {});
      }
      return { list, saved };
    },
    onSuccess: ({ list, saved }) => {
      if (list) onDone(list, name.trim() || (saved?.name ?? ""));
      else onClose();
      if (!view && saved) go(`/console/reports?${new URLSearchParams({ ...saved.query, view: saved.id })}`);
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    setAsked(true);
    if (name.trim() !== "") save.mutate();
  }
  return (
    <Modal title={view ? m.editView({ name: view.name }) : m.saveAs()} onClose={onClose}>
      <form onSubmit={submit} className="space-y-3">
        {mine ? (
          <TextField
            label={m.viewName()}
            maxLength={80}
            value={name}
            error={save.error?.message ?? (asked && name.trim() === "" ? m.viewNameRequired() : undefined)}
            onChange={(event) => setName(event.target.value)}
          />
        ) : (
          <p className="text-mute">{m.viewBy({ owner: view?.owner ?? "" })}</p>
        )}
        {mine && <Check label={m.viewShared()} on={shared} onChange={setShared} />}
        <Check label={m.viewDefault()} on={standard} onChange={setStandard} />
        <div className="flex flex-wrap items-center justify-between gap-2 pt-2">
          {view?.mine && onRemove ? (
            <Button look="danger" onClick={onRemove}>
              {m.removeView()}
            </Button>
          ) : (
            <span />
          )}
          <Button look="primary" type="submit" busy={save.isPending}>
            {m.save()}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Check({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label className="flex min-h-(--control) items-center gap-2">
      <input type="checkbox" className="size-4" checked={on} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}
