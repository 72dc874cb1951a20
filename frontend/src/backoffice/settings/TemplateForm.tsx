import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { post } from "../../shared/api/client";
import { locale as readersLocale } from "../../shared/i18n/locale";
import { Button } from "../../shared/ui/Button";
import { SelectField, TextArea, TextField } from "../../shared/ui/Field";
import { toast } from "../../shared/ui/toast";
import { FieldColumns } from "../fields/FieldColumns";
import { Check } from "./Check";
import { type Look, lookOf, type Settings, settingsKey, type TemplateVersion } from "./data";
import * as m from "./messages";
import { SaveVersion } from "./SaveVersion";

const columnLabels: Record<string, () => string> = {
  kind: m.columnKind,
  order_no: m.columnOrderNo,
  due_date: m.columnDueDate,
  shipment_date: m.columnShipmentDate,
  contract_no: m.columnContractNo,
  invoice_no: m.columnInvoiceNo,
  quantity: m.columnQuantity,
  unit_price: m.columnUnitPrice,
  net: m.columnNet,
  tax: m.columnTax,
  freight: m.columnFreight,
};

/** The look of the newest version, to change it into the next one. */
export function TemplateForm({
  newest,
  columns,
  change,
}: {
  newest: TemplateVersion;
  columns: string[];
  change: { allowed: boolean; why?: string };
}) {
  const client = useQueryClient();
  const [look, setLook] = useState<Look>(() => lookOf(newest));
  const [reason, setReason] = useState("");
  const edit = (next: Partial<Look>) => setLook((before) => ({ ...before, ...next }));
  const save = useMutation({
    mutationFn: () =>
      post<Settings>("/statement-settings/templates", { based: newest.version, reason: reason.trim(), template: look }),
    onSuccess: (next) => {
      client.setQueryData(settingsKey, next);
      toast(m.saved());
    },
  });
  const preview = useMutation({
    mutationFn: () =>
      post<{ pdf: string }>("/statement-settings/preview", {
        template: look,
        locale: look.locale || readersLocale(),
      }),
    onSuccess: ({ pdf }) => download(pdf),
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  return (
    <form onSubmit={submit} className="space-y-4 p-4 pt-1">
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={m.titleZh()}
          hint={m.titleHint()}
          maxLength={60}
          value={look.title_zh}
          onChange={(event) => edit({ title_zh: event.target.value })}
        />
        <TextField
          label={m.titleEn()}
          maxLength={60}
          value={look.title_en}
          onChange={(event) => edit({ title_en: event.target.value })}
        />
        <TextArea
          label={m.noteZh()}
          hint={m.noteHint()}
          maxLength={500}
          value={look.note_zh}
          onChange={(event) => edit({ note_zh: event.target.value })}
        />
        <TextArea
          label={m.noteEn()}
          maxLength={500}
          value={look.note_en}
          onChange={(event) => edit({ note_en: event.target.value })}
        />
      </div>
      <fieldset>
        <legend className="font-medium">{m.columnsLegend()}</legend>
        <p className="mb-1 text-[0.8125rem] text-mute">{m.columnsHint()}</p>
        <div className="grid grid-cols-2 gap-x-4 sm:grid-cols-3 xl:grid-cols-4">
          {columns.map((it) => (
            <Check
              key={it}
              label={columnLabels[it]?.() ?? it}
              checked={!look.hidden_columns.includes(it)}
              onChange={(on) =>
                edit({
                  hidden_columns: on ? look.hidden_columns.filter((name) => name !== it) : [...look.hidden_columns, it],
                })
              }
            />
          ))}
        </div>
      </fieldset>
      <FieldColumns chosen={look.fields ?? []} onChange={(fields) => edit({ fields })} />
      <Check label={m.payeeShown()} checked={look.payee_shown} onChange={(on) => edit({ payee_shown: on })} />
      <SelectField
        label={m.locale()}
        className="max-w-72"
        value={look.locale}
        onChange={(event) => edit({ locale: event.target.value as Look["locale"] })}
      >
        <option value="">{m.localeReader()}</option>
        <option value="zh-CN">中文</option>
        <option value="en">English</option>
      </SelectField>
      <SaveVersion
        label={m.reason()}
        action={m.save({ n: newest.version + 1 })}
        change={change}
        reason={reason}
        onReason={setReason}
        busy={save.isPending}
        error={save.error ?? preview.error}
      >
        <Button busy={preview.isPending} onClick={() => preview.mutate()}>
          {m.preview()}
        </Button>
      </SaveVersion>
    </form>
  );
}

function download(base64: string) {
  const bytes = Uint8Array.from(atob(base64), (it) => it.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: "application/pdf" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "statement-preview.pdf";
  link.click();
  URL.revokeObjectURL(address);
}
