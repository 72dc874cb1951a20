import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { newIntent, post, put } from "../../shared/api/client";
import { dayOf } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { TextField } from "../../shared/ui/Field";
import { FormModal, ReasonModal } from "../../shared/ui/FormModal";
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
  const [from, setFrom] = useState(dayOf(new Date(), organization.time_zone));
  const save = useMutation({
    mutationFn: (reason: string) =>
      post<GroupWhole>(`/customer-groups/${group.id}/members`, { customer_id: picked?.id, from, reason }, intent),
    onSuccess: onDone,
  });
  return (
    <ReasonModal
      label={m.reason()}
      hint={m.reasonHint()}
      placement="sheet"
      action={m.save()}
      title={m.addMember()}
      ready={picked !== undefined}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onGive={save.mutate}
    >
      <CustomerPicker picked={picked} onPick={setPicked} />
      <TextField label={m.from()} type="date" required value={from} onChange={(event) => setFrom(event.target.value)} />
    </ReasonModal>
  );
}

/** Writes the last day of a membership. */
export function EndSheet({ group, member, onClose, onDone }: Sheet & { member: Member }) {
  const { organization } = useSession();
  const [to, setTo] = useState(dayOf(new Date(), organization.time_zone));
  const save = useMutation({
    mutationFn: (reason: string) =>
      post<GroupWhole>(`/customer-groups/${group.id}/departures`, { member_id: member.id, to, reason }),
    onSuccess: onDone,
  });
  return (
    <ReasonModal
      label={m.reason()}
      placement="sheet"
      action={m.save()}
      title={m.endTitle({ name: member.customer.name })}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onGive={save.mutate}
    >
      <p className="text-mute">{m.endHint()}</p>
      <TextField
        label={m.to()}
        type="date"
        required
        min={member.from}
        value={to}
        onChange={(event) => setTo(event.target.value)}
      />
    </ReasonModal>
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
    <FormModal
      placement="sheet"
      action={m.save()}
      title={m.rename()}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() => save.mutate()}
    >
      {field("name", m.groupName())}
      {field("name_en", m.groupNameEn())}
      {field("note", m.note())}
    </FormModal>
  );
}
