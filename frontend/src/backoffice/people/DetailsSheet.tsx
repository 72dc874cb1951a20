import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../../shared/api/client";
import { TextField } from "../../shared/ui/Field";
import { FormModal } from "../../shared/ui/FormModal";
import * as m from "./messages";
import type { Organization } from "./types";

/** Changes what the seller says about itself; the payee's account takes two people and is changed elsewhere. */
export function DetailsSheet({
  now,
  onClose,
  onDone,
}: {
  now: Organization;
  onClose: () => void;
  onDone: (next: Organization) => void;
}) {
  const { name, name_en, tax_id, address, phone, time_zone } = now;
  const [form, setForm] = useState({ name, name_en, tax_id, address, phone, time_zone });
  const save = useMutation({
    mutationFn: () => put<Organization>("/organization", form),
    onSuccess: (next) => {
      onDone(next);
      onClose();
    },
  });
  const field = (key: keyof typeof form, label: string, needed = false) => (
    <TextField
      label={label}
      required={needed}
      maxLength={key === "address" ? 500 : 120}
      value={form[key]}
      onChange={(event) => setForm({ ...form, [key]: event.target.value })}
    />
  );
  return (
    <FormModal
      title={m.organizationDetails()}
      action={m.save()}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() => save.mutate()}
    >
      {field("name", m.name(), true)}
      {field("name_en", m.nameEn())}
      {field("tax_id", m.taxId())}
      {field("address", m.address())}
      {field("phone", m.phone())}
      {field("time_zone", m.timeZone(), true)}
    </FormModal>
  );
}
