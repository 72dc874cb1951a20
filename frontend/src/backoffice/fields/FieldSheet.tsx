import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiError, get, post, put } from "../../shared/api/client";
import type { Page } from "../../shared/api/types";
import { formatInstant } from "../../shared/dates";
import { type Field, fieldsKey, type Values } from "../../shared/fields/data";
import { FieldValues } from "../../shared/fields/FieldValues";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { SelectField, TextField } from "../../shared/ui/Field";
import { Modal } from "../../shared/ui/Modal";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { Check } from "../settings/Check";
import { kinds, noWords, placeWord, subjects, type Version, type Words, wordsOf } from "./data";
import * as m from "./messages";
import { OptionRows } from "./OptionRows";

/** One field to define, or to change into its next version, beside how people will see it. */
export function FieldSheet({
  field,
  places,
  onClose,
}: {
  field: Field | undefined;
  places: Record<string, string[]>;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const [head, setHead] = useState({
    subject: field?.subject ?? "customer",
    code: field?.code ?? "",
    kind: field?.kind ?? "text",
    decimals: field?.decimals ?? 0,
  });
  const [words, setWords] = useState<Words>(() =>
    field ? wordsOf(field) : { ...noWords, shown: places.customer ?? [] },
  );
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState<Values>({});
  const edit = (change: Partial<Words>) => setWords((before) => ({ ...before, ...change }));
  const save = useMutation({
    mutationFn: () =>
      field
        ? put<Field>(`/fields/${field.id}`, { based: field.version, reason: reason.trim(), words })
        : post<Field>("/fields", { ...head, words }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: fieldsKey });
      toast(m.saved());
      onClose();
    },
  });
  const faults = save.error instanceof ApiError ? (save.error.problem.fields ?? []) : [];
  const fault = (name: string) => faults.find((it) => it.field === name || it.field === `words.${name}`)?.message;
  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  return (
    <Modal
      placement="drawer"
      title={field ? `${m.edit()} · ${field.zh}` : m.add()}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{shared.cancel()}</Button>
          <Button look="primary" type="submit" form="field-form" busy={save.isPending}>
            {m.save()}
          </Button>
        </>
      }
    >
      <form id="field-form" onSubmit={submit} className="grid gap-3">
        <div className="grid grid-cols-2 gap-3">
          <SelectField
            label={m.subject()}
            disabled={field !== undefined}
            value={head.subject}
            onChange={(event) => {
              const subject = event.target.value as Field["subject"];
              setHead({ ...head, subject });
              edit({ shown: places[subject] ?? [] });
            }}
          >
            {subjects.map(([value, label]) => (
              <option key={value} value={value}>
                {label()}
              </option>
            ))}
          </SelectField>
          <SelectField
            label={m.kind()}
            disabled={field !== undefined}
            value={head.kind}
            onChange={(event) => {
              setHead({ ...head, kind: event.target.value as Field["kind"], decimals: 0 });
              edit({ default: "", options: [] });
            }}
          >
            {kinds.map(([value, label]) => (
              <option key={value} value={value}>
                {label()}
              </option>
            ))}
          </SelectField>
        </div>
        <TextField
          label={m.code()}
          hint={m.codeHint()}
          required
          disabled={field !== undefined}
          maxLength={40}
          error={fault("code")}
          value={head.code}
          onChange={(event) => setHead({ ...head, code: event.target.value.trim() })}
        />
        <TextField
          label={m.nameZh()}
          required
          maxLength={60}
          error={fault("zh")}
          value={words.zh}
          onChange={(event) => edit({ zh: event.target.value })}
        />
        <TextField
          label={m.nameEn()}
          maxLength={60}
          error={fault("en")}
          value={words.en}
          onChange={(event) => edit({ en: event.target.value })}
        />
        {head.kind === "choice" && (
          <OptionRows
            options={words.options}
            kept={field?.options.length ?? 0}
            fault={fault}
            onChange={(options) => edit({ options })}
          />
        )}
        <div className="grid grid-cols-2 gap-3">
          {head.kind === "number" && (
            <TextField
              label={m.decimals()}
              type="number"
              min={0}
              max={8}
              disabled={field !== undefined}
              error={fault("decimals")}
              value={head.decimals}
              onChange={(event) => setHead({ ...head, decimals: Number(event.target.value) })}
            />
          )}
          <TextField
            label={m.order()}
            type="number"
            min={0}
            max={9999}
            error={fault("order")}
            value={words.order}
            onChange={(event) => edit({ order: Number(event.target.value) })}
          />
        </div>
        <TextField
          label={m.startsFrom()}
          hint={m.startsFromHint()}
          maxLength={500}
          error={fault("default")}
          value={words.default}
          onChange={(event) => edit({ default: event.target.value })}
        />
        <fieldset>
          <legend className="font-medium">{m.shown()}</legend>
          <div className="grid grid-cols-2 gap-x-3">
            {(places[head.subject] ?? []).map((it) => (
              <Check
                key={it}
                label={placeWord(it)}
                checked={words.shown.includes(it)}
                onChange={(on) =>
                  edit({ shown: on ? [...words.shown, it] : words.shown.filter((other) => other !== it) })
                }
              />
            ))}
          </div>
          {words.shown.includes("statement") && <p className="text-[0.8125rem] text-mute">{m.statementHint()}</p>}
        </fieldset>
        <Check
          label={m.required()}
          hint={m.requiredHint()}
          checked={words.required}
          onChange={(required) => edit({ required })}
        />
        <Check
          label={m.active()}
          hint={m.activeHint()}
          checked={words.active}
          onChange={(active) => edit({ active })}
        />
        {field && (
          <TextField
            label={m.reason()}
            required
            maxLength={500}
            error={fault("reason")}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
        <WriteFailure error={save.error} />
      </form>
      <section className="mt-4 rounded-(--radius-card) border border-line bg-sunken p-3" aria-label={m.preview()}>
        <h3 className="mb-2 text-mute">{m.preview()}</h3>
        <FieldValues
          fields={[
            {
              ...words,
              ...head,
              code: "preview",
              zh: words.zh || "–",
              en: words.en || words.zh || "–",
              required: false,
            },
          ]}
          values={{ preview: tried.preview ?? words.default }}
          onChange={setTried}
        />
      </section>
      {field && <Versions id={field.id} />}
    </Modal>
  );
}

function Versions({ id }: { id: string }) {
  const { organization } = useSession();
  const { data } = useQuery({
    queryKey: [...fieldsKey, id],
    queryFn: ({ signal }) => get<Page<Version>>(`/fields/${id}/versions`, signal),
  });
  if (!data) return null;
  return (
    <section className="mt-4">
      <h3 className="font-medium">{m.versions()}</h3>
      <ul className="divide-y divide-line">
        {data.items.map((it) => (
          <li key={it.version} className="py-2">
            <span className="font-medium">{m.version({ n: it.version })}</span>{" "}
            <span className="text-mute">
              {it.created_by_name} · {formatInstant(it.created_at, organization.time_zone)}
            </span>
            <span className="block break-words">
              {it.zh} / {it.en} · {it.shown.map(placeWord).join(" · ")}
              {!it.active && ` · ${m.atRest()}`}
            </span>
            {it.reason && <span className="block break-words text-mute">{it.reason}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
