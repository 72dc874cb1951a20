import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { apiPath, get, newIntent, post, put } from "../../shared/api/client";
import * as shared from "../../shared/messages";
import { Button, ButtonLink } from "../../shared/ui/Button";
import { SelectField } from "../../shared/ui/Field";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Chip } from "../../shared/ui/Status";
import { Failure, Notice, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { UpLink } from "../../shared/ui/UpLink";
import { Opening } from "../Opening";
import { FilePart } from "./FilePart";
import { MappingForm } from "./MappingForm";
import * as m from "./messages";
import type { BankAccounts, BankFile, BankMapping } from "./types";

/** What importing a file would do, account by account, and the button that does it. */
export default function FilePage({ id }: { id: string }) {
  const client = useQueryClient();
  const key = ["bank-file", id];
  const [intent, setIntent] = useState(newIntent);
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<BankFile>(`/bank/files/${id}`, signal),
  });
  const { data: accounts } = useQuery({
    queryKey: ["bank-accounts"],
    queryFn: ({ signal }) => get<BankAccounts>("/bank/accounts", signal),
  });
  const choose = useMutation({
    mutationFn: (choice: { account_id?: string; mapping?: BankMapping }) => put<BankFile>(`/bank/files/${id}`, choice),
    onSuccess: (it) => client.setQueryData(key, it),
  });
  const commit = useMutation({
    mutationFn: () => post<BankFile>(`/bank/files/${id}/commit`, {}, intent),
    onSuccess: (it) => {
      client.setQueryData(key, it);
      void client.invalidateQueries();
      toast(m.done({ count: it.new }));
    },
    onError: () => setIntent(newIntent()),
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Opening />;
  const may = data.actions.commit;
  const mapping = data.table?.mapping;
  return (
    <>
      <UpLink href="/console/bank">{m.title()}</UpLink>
      <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="text-[1.375rem] font-semibold break-all">{data.file_name}</h1>
        <span className="text-mute uppercase">{data.format}</span>
        <span className="text-mute">{data.encoding}</span>
        {data.imported_at && <Chip tone="ok">{m.imported()}</Chip>}
      </div>
      <Card className="mb-4 grid gap-3 p-4">
        <h2 className="font-semibold">{m.preview()}</h2>
        {data.imported_at ? (
          <div>
            <Link href="/console/bank" className="text-brand hover:underline">
              {m.seeLines()}
            </Link>
          </div>
        ) : (
          <>
            {may?.allowed ? (
              <Notice tone="ok">{m.ready()}</Notice>
            ) : (
              <Notice tone="bad">{data.refused ? `${m.cannotRead()}：${data.refused.reason}` : may?.why}</Notice>
            )}
            {data.actions.choose?.allowed && accounts && (
              <SelectField
                label={m.ofAccount()}
                className="sm:w-80"
                value={data.account_id ?? ""}
                onChange={(event) => choose.mutate({ account_id: event.target.value || undefined, mapping })}
              >
                <option value="">{m.byFile()}</option>
                {accounts.items.map((it) => (
                  <option key={it.id} value={it.id}>
                    {it.name} · {it.currency}
                  </option>
                ))}
              </SelectField>
            )}
            <WriteFailure error={commit.error ?? choose.error} />
            <div className="flex flex-wrap gap-3">
              <Button
                look="primary"
                busy={commit.isPending}
                disabled={!may?.allowed || choose.isPending}
                onClick={() => commit.mutate()}
              >
                {data.new > 0 ? m.doImport({ count: data.new }) : m.importNothing()}
              </Button>
              <ButtonLink download look="quiet" href={apiPath(`/bank/files/${id}/file`)}>
                {m.download()}
              </ButtonLink>
            </div>
          </>
        )}
      </Card>
      {data.table && data.actions.choose?.allowed && (
        <MappingForm
          key={JSON.stringify(data.table.mapping)}
          table={data.table}
          busy={choose.isPending}
          onApply={(chosen) => choose.mutate({ account_id: data.account_id, mapping: chosen })}
        />
      )}
      {data.parts.map((part) => (
        <FilePart
          key={`${part.named}${part.currency}${part.account_id}`}
          part={part}
          imported={Boolean(data.imported_at)}
        />
      ))}
      {data.left_out > 0 && (
        <Card className="mb-4">
          <CardHeading>{m.leftOut({ count: data.left_out })}</CardHeading>
          <ul className="px-4 pb-3 text-mute">
            {data.skipped.map((it) => (
              <li key={it.reason} className="break-words">
                {it.reason}
              </li>
            ))}
          </ul>
          {data.left_out > data.skipped.length && (
            <p className="px-4 pb-3 text-mute">
              {shared.shownOf({ shown: data.skipped.length, total: data.left_out })}
            </p>
          )}
        </Card>
      )}
    </>
  );
}
