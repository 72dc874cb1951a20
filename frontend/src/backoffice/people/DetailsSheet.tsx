import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { put } from "../../shared/api/client";
import * as shared from "../../shared/messages";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { Modal } from "../../shared/ui/Modal";
import { WriteFailure } from "../../shared/ui/states";
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
  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
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
    <Modal
      title={m.organizationDetails()}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{shared.cancel()}</Button>
          <Button look="primary" type="submit" form="organization" busy={save.isPending}>
            {m.save()}
          </Button>
        </>
      }
    >
      <form id="organization" onSubmit={submit} className="grid gap-3">
        {field("name", m.name(), true)}
        {field("name_en", m.nameEn())}
        {field("tax_id", m.taxId())}
        {field("address", m.address())}
        {field("phone", m.phone())}
        {field("time_zone", m.timeZone(), true)}
        <WriteFailure error={save.error} />
      </form>
    </Modal>
  );
}
