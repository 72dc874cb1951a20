import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { get, post } from "../../shared/api/client";
import { formatInstant } from "../../shared/dates";
import { kindLabel } from "../../shared/labels";
import { useSession } from "../../shared/session";
import { Button, IconButton } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { Loaded } from "../../shared/ui/Listed";
import { toast } from "../../shared/ui/toast";
import { carriedWords } from "../dimensions/CarriedRows";
import { kindOf } from "../drafts/data";
import { SaveVersion } from "../settings/SaveVersion";
import { emptyRule, emptyType, partWord, type RuleRow, type Settings, settingsKey, type TypeRow } from "./data";
import * as m from "./messages";
import { RuleFields } from "./RuleFields";

/** Which account each part of a voucher goes to: the rules in force, the next version, and those before. */
export default function PostingRules() {
  const { data, error, refetch } = useQuery({
    queryKey: settingsKey,
    queryFn: ({ signal }) => get<Settings>("/posting-rules", signal),
  });
  return (
    <>
      <PageTitle>{m.title()}</PageTitle>
      <p className="mb-4 max-w-3xl text-mute">{m.intro()}</p>
      <Loaded of={{ data, error, refetch }} rows={8}>
        {(data) => (
          <div className="grid grid-cols-1 gap-4 xl:grid-cols-[minmax(0,1fr)_20rem] xl:items-start">
            <RulesForm key={data.versions[0]?.version ?? 0} data={data} />
            <History data={data} />
          </div>
        )}
      </Loaded>
    </>
  );
}

function RulesForm({ data }: { data: Settings }) {
  const client = useQueryClient();
  const newest = data.versions[0];
  const [types, setTypes] = useState<TypeRow[]>(() =>
    (newest?.item_types ?? []).map((it) => ({ ...emptyType(), ...it })),
  );
  const [rules, setRules] = useState<RuleRow[]>(() => (newest?.rules ?? []).map((it) => ({ ...emptyRule(), ...it })));
  const [reason, setReason] = useState("");
  const change = data.actions.change ?? { allowed: false };
  const based = newest?.version ?? 0;
  const save = useMutation({
    mutationFn: () =>
      post<Settings>("/posting-rules", {
        based,
        reason: reason.trim(),
        rules: {
          item_types: types.map(({ key: _, ...it }) => it),
          rules: rules.map(({ key: _, ...it }) => it),
        },
      }),
    onSuccess: (next) => {
      client.setQueryData(settingsKey, next);
      toast(m.saved());
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  const editType = (key: number, part: Partial<TypeRow>) =>
    setTypes(types.map((it) => (it.key === key ? { ...it, ...part } : it)));
  return (
    <form onSubmit={submit} className="min-w-0 space-y-4">
      <Card>
        <CardHeading
          action={<span className="pe-2 text-mute">{newest ? m.inForce({ n: newest.version }) : m.none()}</span>}
        >
          {m.itemTypes()}
        </CardHeading>
        <p className="px-4 pb-2 text-mute">{m.itemTypesHint()}</p>
        {types.map((it, at) => (
          <fieldset
            key={it.key}
            disabled={!change.allowed}
            className="grid grid-cols-2 items-end gap-3 border-t border-line px-4 py-3 md:grid-cols-[1fr_2fr_2fr_auto]"
          >
            <legend className="sr-only">{it.code || at + 1}</legend>
            <TextField
              label={m.code()}
              required
              maxLength={40}
              value={it.code}
              onChange={(event) => editType(it.key, { code: event.target.value.trim() })}
            />
            <TextField
              label={m.name()}
              required
              maxLength={120}
              value={it.name}
              onChange={(event) => editType(it.key, { name: event.target.value })}
            />
            <TextField
              label={m.nameEn()}
              maxLength={120}
              value={it.name_en}
              onChange={(event) => editType(it.key, { name_en: event.target.value })}
            />
            <IconButton
              label={m.remove({ n: at + 1 })}
              onClick={() => setTypes(types.filter((other) => other.key !== it.key))}
            >
              <X className="size-4" aria-hidden="true" />
            </IconButton>
          </fieldset>
        ))}
        <div className="border-t border-line p-2">
          <Button look="quiet" disabled={!change.allowed} onClick={() => setTypes([...types, emptyType()])}>
            {m.addType()}
          </Button>
        </div>
      </Card>
      <Card>
        <CardHeading>{m.rules()}</CardHeading>
        {rules.length === 0 && <p className="px-4 pb-2 text-mute">{m.noRules()}</p>}
        {rules.map((it, at) => (
          <RuleFields
            key={it.key}
            row={it}
            no={at + 1}
            data={data}
            types={types}
            disabled={!change.allowed}
            onChange={(part) => setRules(rules.map((other) => (other.key === it.key ? { ...other, ...part } : other)))}
            onRemove={() => setRules(rules.filter((other) => other.key !== it.key))}
          />
        ))}
        <div className="border-t border-line p-2">
          <Button look="quiet" disabled={!change.allowed} onClick={() => setRules([...rules, emptyRule()])}>
            {m.addRule()}
          </Button>
        </div>
      </Card>
      <Card className="space-y-3 p-4">
        <SaveVersion
          label={m.reason()}
          action={m.save({ n: based + 1 })}
          change={change}
          reason={reason}
          onReason={setReason}
          busy={save.isPending}
          error={save.error}
        />
      </Card>
    </form>
  );
}

function History({ data }: { data: Settings }) {
  const { organization } = useSession();
  if (data.versions.length === 0) return null;
  return (
    <Card className="pb-3">
      <CardHeading>{m.history()}</CardHeading>
      <ul className="divide-y divide-line">
        {data.versions.map((it) => (
          <li key={it.id} className="px-4 py-2">
            <span className="font-medium">{m.version({ n: it.version })}</span>{" "}
            <span className="text-mute">
              {it.created_by_name} · {formatInstant(it.created_at, organization.time_zone)}
            </span>
            <span className="block break-words">{it.reason}</span>
            <ul className="mt-1 text-[0.8125rem] text-mute">
              {it.rules.map((rule) => (
                <li key={`${rule.kind}${rule.item_type}${rule.part}`}>
                  {kindLabel(kindOf(rule.kind))} · {rule.item_type || m.everyType()} · {partWord(rule.part)} →{" "}
                  {rule.account}
                  {rule.carries && ` · ${carriedWords(rule.carries, data)}`}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Card>
  );
}
