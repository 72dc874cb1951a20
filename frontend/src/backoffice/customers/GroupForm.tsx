import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { newIntent, post } from "../../shared/api/client";
import { dayOf } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { FormModal } from "../../shared/ui/FormModal";
import { CustomerPicker, type Picked } from "../drafts/CustomerPicker";
import * as m from "./messages";
import type { GroupWhole } from "./types";

/** Declares a group: its name, its companies, from which day, and why. */
export function GroupForm({ onClose, onDone }: { onClose: () => void; onDone: (group: GroupWhole) => void }) {
  const { organization } = useSession();
  const [intent] = useState(newIntent);
  const [head, setHead] = useState({ name: "", name_en: "", note: "" });
  const [from, setFrom] = useState(`${dayOf(new Date(), organization.time_zone).slice(0, 4)}-01-01`);
  const [reason, setReason] = useState("");
  const [members, setMembers] = useState<Picked[]>([]);
  const save = useMutation({
    mutationFn: () =>
      post<GroupWhole>(
        "/customer-groups",
        { ...head, members: members.map((it) => ({ customer_id: it.id, from, reason: reason.trim() })) },
        intent,
      ),
    onSuccess: onDone,
  });
  return (
    <FormModal
      title={m.declare()}
      placement="sheet"
      action={m.declare()}
      busy={save.isPending}
      ready={members.length >= 2}
      error={save.error}
      onClose={onClose}
      onSubmit={() => save.mutate()}
    >
      <TextField
        label={m.groupName()}
        required
        maxLength={120}
        value={head.name}
        onChange={(event) => setHead({ ...head, name: event.target.value })}
      />
      <TextField
        label={m.groupNameEn()}
        maxLength={120}
        value={head.name_en}
        onChange={(event) => setHead({ ...head, name_en: event.target.value })}
      />
      <div>
        <p className="mb-1 font-medium">{m.members()}</p>
        <ul className="divide-y divide-line">
          {members.map((it) => (
            <li key={it.id} className="flex min-h-(--control) items-center justify-between gap-3">
              <span className="min-w-0 break-words">{it.name}</span>
              <Button look="quiet" onClick={() => setMembers(members.filter((other) => other.id !== it.id))}>
                {m.removeMember()}
              </Button>
            </li>
          ))}
        </ul>
        <CustomerPicker
          key={members.length}
          picked={undefined}
          onPick={(next) => next && !members.some((it) => it.id === next.id) && setMembers([...members, next])}
        />
      </div>
      <TextField label={m.from()} type="date" required value={from} onChange={(event) => setFrom(event.target.value)} />
      <TextField
        label={m.reason()}
        hint={m.reasonHint()}
        required
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </FormModal>
  );
}
