import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { apiPath, get, newIntent, post } from "../../shared/api/client";
import type { Import } from "../../shared/api/types";
import { text } from "../../shared/i18n/locale";
import * as shared from "../../shared/messages";
import { Button, ButtonLink } from "../../shared/ui/Button";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Chip } from "../../shared/ui/Status";
import { Empty, Failure, Notice, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { UpLink } from "../../shared/ui/UpLink";
import { importKindLabel, importStateLabel, importTone } from "../labels";
import * as m from "../messages";
import { Opening } from "../Opening";

/** What a checked file would do, row by row where it is wrong, and the button that does it. */
export default function ImportPage({ id }: { id: string }) {
  const client = useQueryClient();
  const key = ["import", id];
  const [skipBad, setSkipBad] = useState(false);
  const [intent] = useState(newIntent);
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<Import>(`/imports/${id}`, signal),
  });
  const commit = useMutation({
    mutationFn: () => post<Import>(`/imports/${id}/commit`, { skip_bad: skipBad }, intent),
    onSuccess: (it) => {
      void client.invalidateQueries();
      toast(m.importedRows({ count: it.rows_new }));
    },
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Opening />;
  const may = data.actions.commit;
  const counts: [string, number, string][] = [
    [m.rowsRead(), data.rows_read, ""],
    [m.rowsNew(), data.rows_new, "text-ok"],
    [m.rowsKnown(), data.rows_known, ""],
    [m.rowsBad(), data.rows_bad, data.rows_bad > 0 ? "text-bad" : ""],
  ];
  return (
    <>
      <UpLink href="/console/imports">{m.navImports()}</UpLink>
      <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="text-[1.375rem] font-semibold break-all">{data.file_name}</h1>
        <span className="text-mute">{importKindLabel(data.kind)}</span>
        <Chip tone={importTone(data.state)}>{importStateLabel(data.state)}</Chip>
      </div>
      <Card className="mb-4 p-4">
        <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
          {counts.map(([label, count, tone]) => (
            <div key={label}>
              <dt className="text-mute">{label}</dt>
              <dd className={`num text-[1.375rem] leading-tight font-semibold ${tone}`}>{text(count)}</dd>
            </div>
          ))}
        </dl>
        {data.state === "checked" && (
          <div className="mt-4 space-y-3 border-t border-line pt-4">
            {data.rows_bad > 0 && (
              <label className="flex min-h-8 items-center gap-2">
                <input
                  type="checkbox"
                  className="size-4"
                  checked={skipBad}
                  onChange={(event) => setSkipBad(event.target.checked)}
                />
                {m.skipBad({ count: data.rows_bad })}
              </label>
            )}
            <WriteFailure error={commit.error} />
            <div className="flex flex-wrap items-center gap-3">
              <Button
                look="primary"
                busy={commit.isPending}
                disabled={!may?.allowed || (data.rows_bad > 0 && !skipBad)}
                onClick={() => commit.mutate()}
              >
                {m.importRows({ count: data.rows_new })}
              </Button>
              {!may?.allowed && may?.why && <span className="text-mute">{may.why}</span>}
              {may?.allowed && data.rows_bad > 0 && !skipBad && <span className="text-mute">{m.allOrNothing()}</span>}
            </div>
          </div>
        )}
        {data.state === "refused" && (
          <div className="mt-4">
            <Notice tone="bad">{m.refusedText()}</Notice>
          </div>
        )}
      </Card>
      <Card>
        <CardHeading
          action={
            data.rows_bad > 0 && (
              <ButtonLink download look="quiet" href={apiPath(`/imports/${id}/bad-rows`)}>
                {m.downloadBadRows()}
              </ButtonLink>
            )
          }
        >
          {m.rowErrors()}
        </CardHeading>
        {data.errors.length === 0 ? (
          <Empty kind="done" title={m.noRowErrors()} />
        ) : (
          <>
            <GridTable label={m.rowErrors()}>
              <thead>
                <tr>
                  <th scope="col">{m.row()}</th>
                  <th scope="col">{m.sheet()}</th>
                  <th scope="col">{m.column()}</th>
                  <th scope="col">{m.value()}</th>
                  <th scope="col">{shared.reason()}</th>
                </tr>
              </thead>
              <tbody>
                {data.errors.map((it) => (
                  <tr key={`${it.sheet}${it.row}${it.column}${it.code}`}>
                    <td className="num">{it.row}</td>
                    <td>{it.sheet}</td>
                    <td>{it.header || it.column}</td>
                    <td className="max-w-60 truncate text-mute" title={it.value}>
                      {it.value}
                    </td>
                    <td className="wrap">{it.reason}</td>
                  </tr>
                ))}
              </tbody>
            </GridTable>
            {data.fault_count > data.errors.length && (
              <p className="px-4 py-2 text-mute">
                {shared.shownOf({ shown: data.errors.length, total: data.fault_count })}
              </p>
            )}
          </>
        )}
      </Card>
    </>
  );
}
