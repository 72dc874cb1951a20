import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError, put } from "../../shared/api/client";
import { TextField } from "../../shared/ui/Field";
import { FormModal } from "../../shared/ui/FormModal";
import { toast } from "../../shared/ui/toast";
import { Check } from "../settings/Check";
import { type Dimension, dimensionsKey, nameOf } from "./data";
import * as m from "./messages";
import { ValueRows } from "./ValueRows";

/** One dimension to make or change. Its code, and those of values that there were, stay. */
export function DimensionSheet({ dimension, onClose }: { dimension: Dimension | undefined; onClose: () => void }) {
  const client = useQueryClient();
  const [code, setCode] = useState(dimension?.code ?? "");
  const [words, setWords] = useState({
    zh: dimension?.zh ?? "",
    en: dimension?.en ?? "",
    active: dimension?.active ?? true,
    values: dimension?.values ?? [],
  });
  const [reason, setReason] = useState("");
  const save = useMutation({
    mutationFn: () =>
      put<Dimension>(`/dimensions/${encodeURIComponent(code)}`, {
        ...words,
        row_version: dimension?.row_version ?? 0,
        reason: reason.trim(),
      }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: dimensionsKey });
      void client.invalidateQueries({ queryKey: ["posting-rules"] });
      void client.invalidateQueries({ queryKey: ["report-choices"] });
      toast(m.saved());
      onClose();
    },
  });
  const faults = save.error instanceof ApiError ? (save.error.problem.fields ?? []) : [];
  const fault = (name: string) => faults.find((it) => it.field === name || it.field === `path.${name}`)?.message;
  return (
    <FormModal
      title={dimension ? `${m.edit()} · ${nameOf(dimension)}` : m.add()}
      placement="drawer"
      action={m.save()}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() => save.mutate()}
    >
      <TextField
        label={m.code()}
        hint={m.codeHint()}
        required
        disabled={dimension !== undefined}
        maxLength={40}
        pattern="[a-z][a-z0-9_]*"
        error={fault("code")}
        value={code}
        onChange={(event) => setCode(event.target.value.trim())}
      />
      <TextField
        label={m.nameZh()}
        required
        maxLength={60}
        error={fault("zh")}
        value={words.zh}
        onChange={(event) => setWords({ ...words, zh: event.target.value })}
      />
      <TextField
        label={m.nameEn()}
        maxLength={60}
        error={fault("en")}
        value={words.en}
        onChange={(event) => setWords({ ...words, en: event.target.value })}
      />
      <ValueRows
        values={words.values}
        kept={dimension?.values.length ?? 0}
        fault={fault}
        onChange={(values) => setWords({ ...words, values })}
      />
      <Check
        label={m.active()}
        hint={m.activeHint()}
        checked={words.active}
        onChange={(active) => setWords({ ...words, active })}
      />
      <TextField
        label={m.reason()}
        required
        maxLength={500}
        error={fault("reason")}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </FormModal>
  );
}
