import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { newIntent, post, put } from "../../shared/api/client";
import { dayOf } from "../../shared/dates";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { Modal } from "../../shared/ui/Modal";
import { WriteFailure } from "../../shared/ui/states";
import { CustomerPicker, type Picked } from "../drafts/CustomerPicker";
import * as m from "./messages";
import type { GroupWhole, Member } from "./types";

interface Sheet {
  group: GroupWhole;
  onClose: () => void;
  onDone: (next: GroupWhole) => void;
}

/** Declares one more company. */
export function AddSheet({ group, onClose, onDone }: Sheet) {
  const { organization } = useSession();
  const [intent] = useState(newIntent);
  const [picked, setPicked] = useState<Picked>();
  const [form, setForm] = useState({ from: dayOf(new Date(), organization.time_zone), reason: "" });
  const save = useMutation({
    mutationFn: () =>
      post<GroupWhole>(`/customer-groups/${group.id}/members`, { customer_id: picked?.id, ...form }, intent),
    onSuccess: onDone,
  });
  return (
    <Form
      title={m.addMember()}
      ready={picked !== undefined}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() => save.mutate()}
    >
      <CustomerPicker picked={picked} onPick={setPicked} />
      <TextField
        label={m.from()}
        type="date"
        required
        value={form.from}
        onChange={(event) => setForm({ ...form, from: event.target.value })}
      />
      <Reason value={form.reason} hint={m.reasonHint()} onChange={(reason) => setForm({ ...form, reason })} />
    </Form>
  );
}

/** Writes the last day of a membership. */
export function EndSheet({ group, member, onClose, onDone }: Sheet & { member: Member }) {
  const { organization } = useSession();
  const [form, setForm] = useState({ to: dayOf(new Date(), organization.time_zone), reason: "" });
  const save = useMutation({
    mutationFn: () => post<GroupWhole>(`/customer-groups/${group.id}/departures`, { member_id: member.id, ...form }),
    onSuccess: onDone,
  });
  return (
    <Form
      title={m.endTitle({ name: member.customer.name })}
      ready
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() => save.mutate()}
    >
      <p className="text-mute">{m.endHint()}</p>
      <TextField
        label={m.to()}
        type="date"
        required
        min={member.from}
        value={form.to}
        onChange={(event) => setForm({ ...form, to: event.target.value })}
      />
      <Reason value={form.reason} onChange={(reason) => setForm({ ...form, reason })} />
    </Form>
  );
}

/** Changes what a group is called. */
export function RenameSheet({ group, onClose, onDone }: Sheet) {
  const [form, setForm] = useState({ name: group.name, name_en: group.name_en, note: group.note });
  const save = useMutation({
    mutationFn: () => put<GroupWhole>(`/customer-groups/${group.id}`, { row_version: group.row_version, ...form }),
    onSuccess: onDone,
  });
  const field = (key: keyof typeof form, label: string) => (
    <TextField
      label={label}
      required={key === "name"}
      maxLength={key === "note" ? 500 : 120}
      value={form[key]}
      onChange={(event) => setForm({ ...form, [key]: event.target.value })}
    />
  );
  return (
    <Form
      title={m.rename()}
      ready
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() => save.mutate()}
    >
      {field("name", m.groupName())}
      {field("name_en", m.groupNameEn())}
      {field("note", m.note())}
    </Form>
  );
}

function Reason({ value, hint, onChange }: { value: string; hint?: string; onChange: (value: string) => void }) {
  return (
    <TextField
      label={m.reason()}
      hint={hint}
      required
      maxLength={500}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** A sheet with one form and its two buttons. */
export function Form({
  title,
  ready,
  busy,
  error,
  onClose,
  onSubmit,
  children,
}: {
  title: string;
  ready: boolean;
  busy: boolean;
  error: unknown;
  onClose: () => void;
  onSubmit: () => void;
  children: React.ReactNode;
}) {
  function submit(event: FormEvent) {
    event.preventDefault();
    onSubmit();
  }
  return (
    <Modal
      title={title}
      placement="sheet"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{shared.cancel()}</Button>
          <Button look="primary" type="submit" form="sheet" busy={busy} disabled={!ready}>
            {m.save()}
          </Button>
        </>
      }
    >
      <form id="sheet" onSubmit={submit} className="grid gap-3">
        {children}
        <WriteFailure error={error} />
      </form>
    </Modal>
  );
}
