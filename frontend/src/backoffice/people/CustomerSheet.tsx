import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError, get, post, put } from "../../shared/api/client";
import type { Page, Staff } from "../../shared/api/types";
import { defaultsOf, useFields, type Values } from "../../shared/fields/data";
import { FieldValues } from "../../shared/fields/FieldValues";
import { SelectField, TextField } from "../../shared/ui/Field";
import { FormModal } from "../../shared/ui/FormModal";
import { toast } from "../../shared/ui/toast";
import { CycleField } from "../cycle/CycleField";
import * as m from "./messages";
import { TermsFields } from "./TermsFields";
import type { CustomerForm, EditedCustomer, SavedCustomer } from "./types";

function startOf(customer: EditedCustomer | undefined): CustomerForm {
  if (!customer) {
    return { code: "", name: "", country: "CN", cycle: "monthly", terms: { rule: "none" }, active: true };
  }
  return {
    code: customer.code,
    name: customer.name,
    name_en: customer.name_en,
    tax_id: customer.tax_id,
    country: customer.country,
    region: customer.region,
    address: customer.address,
    phone: customer.phone,
    bank: customer.bank,
    bank_account: customer.bank_account,
    currency: customer.currency,
    salesperson: customer.salesperson?.id ?? "",
    cycle: customer.cycle,
    time_zone: customer.time_zone,
    locale: customer.locale,
    terms: customer.terms_form,
    active: customer.active,
    fields: customer.fields ?? {},
  };
}

/** A customer's master data, to make one or change one. */
export default function CustomerSheet({
  customer,
  onClose,
  onSaved,
}: {
  customer?: EditedCustomer;
  onClose: () => void;
  onSaved: (id: string) => void;
}) {
  const client = useQueryClient();
  const [form, setForm] = useState(() => startOf(customer));
  const asked = useFields("customer", "form");
  const values: Values = { ...(customer ? {} : defaultsOf(asked)), ...form.fields };
  const sent = { ...form, fields: values };
  const save = useMutation({
    mutationFn: () =>
      customer ? put<SavedCustomer>(`/customers/${customer.id}`, sent) : post<SavedCustomer>("/customers", sent),
    onSuccess: (done) => {
      for (const key of ["customer", "customer-log", "list"]) void client.invalidateQueries({ queryKey: [key] });
      const doubts = done.warnings.map((it) => it.message).join(" ");
      toast(doubts ? m.warning({ what: doubts }) : done.changed ? m.saved() : m.unchanged());
      onSaved(done.id);
    },
  });
  const fields = save.error instanceof ApiError ? (save.error.problem.fields ?? []) : [];
  const fault = (name: string) => fields.find((it) => it.field === name)?.message;
  const put1 = (change: Partial<CustomerForm>) => setForm((now) => ({ ...now, ...change }));

  const text = (name: TextName, label: string, more: { required?: boolean; hint?: string; max?: number } = {}) => (
    <TextField
      label={label}
      value={form[name] ?? ""}
      required={more.required}
      hint={more.hint}
      maxLength={more.max ?? 120}
      error={fault(name)}
      onChange={(event) => put1({ [name]: event.target.value })}
    />
  );
  return (
    <FormModal
      title={customer ? m.editCustomer() : m.newCustomer()}
      placement="drawer"
      action={m.save()}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() => save.mutate()}
    >
      <div className="grid grid-cols-2 gap-3">
        {text("code", m.code(), { required: true })}
        {text("currency", m.currency(), { max: 3 })}
      </div>
      {text("name", m.name(), { required: true })}
      {text("name_en", m.nameEn())}
      {text("tax_id", m.taxId())}
      <div className="grid grid-cols-2 gap-3">
        {text("country", m.country(), { max: 2, hint: m.countryHint() })}
        {text("region", m.region())}
      </div>
      {text("address", m.address(), { max: 500 })}
      {text("phone", m.phone())}
      {text("bank", m.bank())}
      {text("bank_account", m.bankAccount())}
      <Salesperson
        value={form.salesperson ?? ""}
        error={fault("salesperson")}
        onChange={(it) => put1({ salesperson: it })}
      />
      <CycleField value={form.cycle ?? ""} error={fault("cycle")} onChange={(it) => put1({ cycle: it })} />
      <TermsFields value={form.terms} known={Boolean(customer)} fault={fault} onChange={(it) => put1({ terms: it })} />
      <SelectField
        label={m.language()}
        value={form.locale ?? ""}
        onChange={(event) => put1({ locale: (event.target.value || undefined) as CustomerForm["locale"] })}
      >
        {!customer && <option value="">–</option>}
        <option value="zh-CN">简体中文</option>
        <option value="en">English</option>
      </SelectField>
      <FieldValues fields={asked} values={values} fault={fault} onChange={(fields) => put1({ fields })} />
      <label className="flex items-start gap-3">
        <input
          type="checkbox"
          className="mt-1 size-4 shrink-0"
          checked={form.active}
          onChange={(event) => put1({ active: event.target.checked })}
        />
        <span>
          {m.active()}
          <span className="block text-mute">{m.activeHint()}</span>
        </span>
      </label>
    </FormModal>
  );
}

type TextName =
  | "code"
  | "currency"
  | "name"
  | "name_en"
  | "tax_id"
  | "country"
  | "region"
  | "address"
  | "phone"
  | "bank"
  | "bank_account";

interface Choosing {
  value: string;
  error: string | undefined;
  onChange: (next: string) => void;
}

function Salesperson({ value, error, onChange }: Choosing) {
  const staff = useQuery({ queryKey: ["staff"], queryFn: ({ signal }) => get<Page<Staff>>("/staff", signal) });
  const sales = staff.data?.items.filter((it) => it.roles.includes("sales") || it.id === value) ?? [];
  return (
    <SelectField label={m.salesperson()} value={value} error={error} onChange={(event) => onChange(event.target.value)}>
      <option value="">{m.nobody()}</option>
      {sales.map((it) => (
        <option key={it.id} value={it.id}>
          {it.name}
        </option>
      ))}
    </SelectField>
  );
}
