import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../../shared/api/client";
import { Button } from "../../shared/ui/Button";
import { CopyButton } from "../../shared/ui/CopyButton";
import { SelectField, TextField } from "../../shared/ui/Field";
import { FormModal } from "../../shared/ui/FormModal";
import { Modal } from "../../shared/ui/Modal";
import { type Desk, deskKey, type Invited, type Role } from "./data";
import * as m from "./messages";
import { RoleBoxes } from "./RoleBoxes";

/** Asks a person to work here; the link of the invitation is shown once. */
export function InviteSheet({ desk, onClose }: { desk: Desk; onClose: () => void }) {
  const client = useQueryClient();
  const [form, setForm] = useState({ name: "", email: "", locale: "zh-CN", roles: [] as Role[] });
  const invite = useMutation({
    mutationFn: () => post<Invited>("/staff-desk/invitations", form),
    onSuccess: (made) => client.setQueryData(deskKey, made.desk),
  });
  if (invite.data)
    return (
      <Modal
        title={m.invitedTitle({ name: form.name })}
        onClose={onClose}
        footer={
          <Button look="primary" onClick={onClose}>
            {m.done()}
          </Button>
        }
      >
        <p>{m.invitedHint()}</p>
        <p className="mt-3 flex items-center gap-2 rounded-(--radius-control) bg-sunken p-3">
          <code className="min-w-0 flex-1 font-mono break-all select-all" data-testid="staff-invitation-link">
            {invite.data.link}
          </code>
          <CopyButton value={invite.data.link} label={m.link()} />
        </p>
      </Modal>
    );
  return (
    <FormModal
      title={m.invite()}
      action={m.sendInvite()}
      busy={invite.isPending}
      ready={form.roles.length > 0}
      error={invite.error}
      onClose={onClose}
      onSubmit={() => invite.mutate()}
    >
      <p className="text-mute">{m.inviteHint()}</p>
      <TextField
        label={m.name()}
        required
        maxLength={120}
        value={form.name}
        onChange={(event) => setForm({ ...form, name: event.target.value })}
      />
      <TextField
        label={m.email()}
        type="email"
        required
        maxLength={254}
        value={form.email}
        onChange={(event) => setForm({ ...form, email: event.target.value })}
      />
      <SelectField
        label={m.language()}
        value={form.locale}
        onChange={(event) => setForm({ ...form, locale: event.target.value })}
      >
        <option value="zh-CN">中文</option>
        <option value="en">English</option>
      </SelectField>
      <RoleBoxes all={desk.roles} value={form.roles} onChange={(roles) => setForm({ ...form, roles })} />
    </FormModal>
  );
}
