import { useState } from "react";
import { ApiError } from "../../shared/api/client";
import { TextField } from "../../shared/ui/Field";
import { FormModal } from "../../shared/ui/FormModal";
import { toast } from "../../shared/ui/toast";
import * as m from "./messages";
import { roleWords } from "./roles";
import type { Colleague } from "./types";
import type { ContactActs } from "./useContacts";

/** A contact's details and roles, to add one or change one. */
export function ContactSheet({
  contact,
  acts,
  onClose,
}: {
  contact?: Colleague;
  acts: ContactActs;
  onClose: () => void;
}) {
  const [name, setName] = useState(contact?.name ?? "");
  const [email, setEmail] = useState(contact?.email ?? "");
  const [phone, setPhone] = useState(contact?.phone ?? "");
  const [roles, setRoles] = useState<string[]>(contact ? [...contact.roles] : ["viewer"]);
  const { save } = acts;
  const fields = save.error instanceof ApiError ? (save.error.problem.fields ?? []) : [];
  const fault = (field: string) => fields.find((it) => it.field === field)?.message;

  return (
    <FormModal
      title={contact ? m.editContact() : m.addContact()}
      action={m.save()}
      busy={save.isPending}
      ready={roles.length > 0}
      error={save.error}
      onClose={onClose}
      onSubmit={() =>
        save.mutate(
          { id: contact?.id, body: { name: name.trim(), email: email.trim(), phone: phone.trim(), roles } },
          {
            onSuccess: () => {
              toast(m.saved());
              onClose();
            },
          },
        )
      }
    >
      <TextField
        label={m.name()}
        value={name}
        required
        maxLength={120}
        error={fault("name")}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label={m.email()}
        type="email"
        value={email}
        required
        maxLength={254}
        error={fault("email")}
        onChange={(event) => setEmail(event.target.value)}
      />
      <TextField
        label={m.phone()}
        value={phone}
        maxLength={120}
        error={fault("phone")}
        onChange={(event) => setPhone(event.target.value)}
      />
      <fieldset>
        <legend className="mb-1 font-medium">{m.roles()}</legend>
        <div className="grid gap-1">
          {Object.entries(roleWords).map(([role, word]) => (
            <label key={role} className="flex min-h-8 items-center gap-2">
              <input
                type="checkbox"
                className="size-4"
                checked={roles.includes(role)}
                onChange={(event) =>
                  setRoles(event.target.checked ? [...roles, role] : roles.filter((other) => other !== role))
                }
              />
              {word()}
            </label>
          ))}
        </div>
      </fieldset>
    </FormModal>
  );
}
