import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../../shared/api/client";
import { useSession } from "../../shared/session";
import { SelectField, TextField } from "../../shared/ui/Field";
import { FormModal } from "../../shared/ui/FormModal";
import { toast } from "../../shared/ui/toast";
import { type StandIns, standInsKey } from "./data";
import * as m from "./messages";

/** Names who acts for oneself, or, for who keeps people, for a colleague. */
export function NameSheet({ view, onClose }: { view: StandIns; onClose: () => void }) {
  const client = useQueryClient();
  const { person } = useSession();
  const [form, setForm] = useState({ person_id: person.id, stand_in_id: "", starts_on: "", ends_on: "", reason: "" });
  const name = useMutation({
    mutationFn: () => post<StandIns>("/stand-ins", form),
    onSuccess: (next) => {
      client.setQueryData(standInsKey, next);
      toast(m.saved());
      onClose();
    },
  });
  return (
    <FormModal
      title={m.name()}
      action={m.save()}
      busy={name.isPending}
      error={name.error}
      onClose={onClose}
      onSubmit={() => name.mutate()}
    >
      {view.may_for_all && (
        <SelectField
          label={m.person()}
          value={form.person_id}
          onChange={(event) => setForm({ ...form, person_id: event.target.value, stand_in_id: "" })}
        >
          {view.colleagues.map((it) => (
            <option key={it.id} value={it.id}>
              {it.name}
            </option>
          ))}
        </SelectField>
      )}
      <SelectField
        label={m.standIn()}
        hint={m.unfit()}
        required
        value={form.stand_in_id}
        onChange={(event) => setForm({ ...form, stand_in_id: event.target.value })}
      >
        <option value="">{m.choose()}</option>
        {view.colleagues
          .filter((it) => it.may && it.id !== form.person_id)
          .map((it) => (
            <option key={it.id} value={it.id}>
              {it.name}
            </option>
          ))}
      </SelectField>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        <TextField
          label={m.from()}
          type="date"
          required
          value={form.starts_on}
          onChange={(event) => setForm({ ...form, starts_on: event.target.value })}
        />
        <TextField
          label={m.until()}
          type="date"
          required
          min={form.starts_on}
          value={form.ends_on}
          onChange={(event) => setForm({ ...form, ends_on: event.target.value })}
        />
      </div>
      <TextField
        label={m.reason()}
        maxLength={500}
        value={form.reason}
        onChange={(event) => setForm({ ...form, reason: event.target.value })}
      />
    </FormModal>
  );
}
