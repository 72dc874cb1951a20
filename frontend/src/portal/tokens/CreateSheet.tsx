import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError, post } from "../../shared/api/client";
import { Button } from "../../shared/ui/Button";
import { CopyButton } from "../../shared/ui/CopyButton";
import { SelectField, TextField } from "../../shared/ui/Field";
import { FormModal } from "../../shared/ui/FormModal";
import { Modal } from "../../shared/ui/Modal";
import { WriteFailure } from "../../shared/ui/states";
import * as m from "./messages";
import { scopeWords } from "./scopes";
import type { CreatedToken, Scope, TokenList } from "./types";

const terms = [30, 90, 180, 365];

/** Asks what a token is for, then shows it this once. */
export function CreateSheet({ offered, onClose }: { offered: TokenList["scopes"]; onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Scope[]>(["read_statements", "read_documents"]);
  const [days, setDays] = useState(365);
  const make = useMutation({
    mutationFn: () => post<CreatedToken>("/tokens", { name: name.trim(), scopes, days }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["tokens"] }),
  });
  const fields = make.error instanceof ApiError ? (make.error.problem.fields ?? []) : [];
  const fault = (field: string) => fields.find((it) => it.field.startsWith(field))?.message;

  if (make.data) {
    return (
      <Modal
        placement="sheet"
        title={m.createdTitle()}
        onClose={onClose}
        footer={
          <Button look="primary" onClick={onClose}>
            {m.done()}
          </Button>
        }
      >
        <p>{m.createdText()}</p>
        <div className="mt-3 flex items-start gap-2 rounded-(--radius-control) border border-line p-3">
          <code className="min-w-0 flex-1 break-all select-all" data-testid="token-secret">
            {make.data.secret}
          </code>
          <CopyButton value={make.data.secret} label={m.token()} />
        </div>
      </Modal>
    );
  }
  return (
    <FormModal
      title={m.create()}
      placement="sheet"
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
        error={fault("name")}
        onChange={(event) => setName(event.target.value)}
      />
      <fieldset>
        <legend className="mb-1.5 font-medium">{m.scopes()}</legend>
        <div className="grid gap-2">
          {offered.map(({ scope, allowed, why }) => (
            <label
              key={scope}
              className="flex min-h-(--control) items-center gap-3 rounded-(--radius-control) border border-line px-3 py-1.5"
            >
              <input
                type="checkbox"
                className="size-4 shrink-0"
                checked={scopes.includes(scope)}
                disabled={!allowed}
                onChange={(event) =>
                  setScopes(event.target.checked ? [...scopes, scope] : scopes.filter((it) => it !== scope))
                }
              />
              <span className="min-w-0">
                {scopeWords[scope][0]()}
                <span className="block text-[0.8125rem] text-mute">{allowed ? scopeWords[scope][1]() : why}</span>
              </span>
            </label>
          ))}
        </div>
        {fault("scopes") && <p className="mt-1 text-[0.8125rem] font-medium text-bad">{fault("scopes")}</p>}
      </fieldset>
      <SelectField label={m.validFor()} value={days} onChange={(event) => setDays(Number(event.target.value))}>
        {terms.map((it) => (
          <option key={it} value={it}>
            {m.days({ days: it })}
          </option>
        ))}
      </SelectField>
      <p className="text-[0.8125rem] text-mute">{m.actsFor()}</p>
      {fields.length === 0 && <WriteFailure error={make.error} />}
    </FormModal>
  );
}
