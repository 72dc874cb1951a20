import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { post } from "../../shared/api/client";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { SelectField, TextField } from "../../shared/ui/Field";
import { Modal } from "../../shared/ui/Modal";
import { WriteFailure } from "../../shared/ui/states";
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
  function submit(event: FormEvent) {
    event.preventDefault();
    name.mutate();
  }
  return (
    <Modal
      title={m.name()}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{shared.cancel()}</Button>
          <Button look="primary" type="submit" form="name-stand-in" busy={name.isPending}>
            {m.save()}
          </Button>
        </>
      }
    >
      <form id="name-stand-in" onSubmit={submit} className="grid gap-3">
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
        <WriteFailure error={name.error} />
      </form>
    </Modal>
  );
}
