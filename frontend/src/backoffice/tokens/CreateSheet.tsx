import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError, post } from "../../shared/api/client";
import { Button } from "../../shared/ui/Button";
import { CopyButton } from "../../shared/ui/CopyButton";
import { SelectField, TextField } from "../../shared/ui/Field";
import { FormModal } from "../../shared/ui/FormModal";
import { Modal } from "../../shared/ui/Modal";
import { WriteFailure } from "../../shared/ui/states";
import { Check } from "../settings/Check";
import { type CreatedToken, type Scope, scopeWords, tokensKey } from "./data";
import * as m from "./messages";

const terms = [30, 90, 180, 365];

/** Asks what a token is for, then shows it this once. */
export function CreateSheet({ offered, onClose }: { offered: Scope[]; onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Scope[]>(["read_books"]);
  const [days, setDays] = useState(180);
  const make = useMutation({
    mutationFn: () => post<CreatedToken>("/tokens", { name: name.trim(), scopes, days }),
    onSuccess: () => client.invalidateQueries({ queryKey: tokensKey }),
  });
  const fields = make.error instanceof ApiError ? (make.error.problem.fields ?? []) : [];
  if (make.data) {
    return (
      <Modal
        title={m.createdTitle()}
        onClose={onClose}
        footer={
          <Button look="primary" onClick={onClose}>
            {m.done()}
          </Button>
        }
      >
        <p>{m.createdText()}</p>
        <p className="mt-3 flex items-center gap-2 rounded-(--radius-control) bg-sunken p-3">
          <code className="min-w-0 flex-1 font-mono break-all select-all" data-testid="token-secret">
            {make.data.secret}
          </code>
          <CopyButton value={make.data.secret} label={m.token()} />
        </p>
      </Modal>
    );
  }
  return (
    <FormModal
      title={m.create()}
      action={m.create()}
      busy={make.isPending}
      ready={scopes.length > 0}
      onClose={onClose}
      onSubmit={() => make.mutate()}
    >
      <TextField
        label={m.name()}
        hint={m.nameHint()}
        value={name}
        maxLength={60}
        required
        autoComplete="off"
        error={fields.find((it) => it.field.startsWith("name"))?.message}
        onChange={(event) => setName(event.target.value)}
      />
      <fieldset>
        <legend className="mb-1 font-medium">{m.scopes()}</legend>
        {offered.map((scope) => (
          <Check
            key={scope}
            label={scopeWords[scope][0]()}
            hint={scopeWords[scope][1]()}
            checked={scopes.includes(scope)}
            onChange={(on) => setScopes(on ? [...scopes, scope] : scopes.filter((it) => it !== scope))}
          />
        ))}
      </fieldset>
      <SelectField label={m.validFor()} value={days} onChange={(event) => setDays(Number(event.target.value))}>
        {terms.map((it) => (
          <option key={it} value={it}>
            {m.days({ days: it })}
          </option>
        ))}
      </SelectField>
      <p className="text-[0.8125rem] text-mute">{m.fresh()}</p>
      {fields.length === 0 && <WriteFailure error={make.error} />}
    </FormModal>
  );
}
