import { useState } from "react";
import { ApiError } from "../../shared/api/client";
import { Button } from "../../shared/ui/Button";
import { CopyButton } from "../../shared/ui/CopyButton";
import { TextField } from "../../shared/ui/Field";
import { FormModal } from "../../shared/ui/FormModal";
import { Modal } from "../../shared/ui/Modal";
import { WriteFailure } from "../../shared/ui/states";
import * as m from "./messages";
import { RoleTicks } from "./roles";
import { usePeopleActs } from "./usePeople";

/** Asks for a colleague's address and roles, then shows the link this once. */
export function InviteSheet({ days, onClose }: { days: number; onClose: () => void }) {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [roles, setRoles] = useState(["viewer"]);
  const { invite } = usePeopleActs();
  const fields = invite.error instanceof ApiError ? (invite.error.problem.fields ?? []) : [];
  const fault = (field: string) => fields.find((it) => it.field === field)?.message;

  if (invite.data) {
    return (
      <Modal
        placement="sheet"
        title={m.invitedTitle()}
        onClose={onClose}
        footer={
          <Button look="primary" onClick={onClose}>
            {m.done()}
          </Button>
        }
      >
        <p>{m.invitedText({ days, name: name.trim() })}</p>
        <div className="mt-3 flex items-start gap-2 rounded-(--radius-control) border border-line p-3">
          <code className="min-w-0 flex-1 text-[0.8125rem] break-all select-all" data-testid="invitation-link">
            {invite.data.link}
          </code>
          <CopyButton value={invite.data.link} label={m.link()} />
        </div>
      </Modal>
    );
  }
  return (
    <FormModal
      title={m.invite()}
      placement="sheet"
      action={m.send()}
      busy={invite.isPending}
      ready={roles.length > 0}
      onClose={onClose}
      onSubmit={() => invite.mutate({ name: name.trim(), email: email.trim(), roles })}
    >
      <p>{m.inviteText()}</p>
      <TextField
        label={m.name()}
        value={name}
        maxLength={120}
        required
        autoComplete="off"
        error={fault("name")}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label={m.email()}
        type="email"
        inputMode="email"
        value={email}
        maxLength={254}
        required
        autoComplete="off"
        error={fault("email")}
        onChange={(event) => setEmail(event.target.value)}
      />
      <RoleTicks roles={roles} onChange={setRoles} error={fault("roles")} />
      {fields.length === 0 && <WriteFailure error={invite.error} />}
    </FormModal>
  );
}
