import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { apiPath, newIntent, post, query } from "../../shared/api/client";
import type { Import, ImportKind, Page } from "../../shared/api/types";
import { formatInstant } from "../../shared/dates";
import { text } from "../../shared/i18n/locale";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { SelectField } from "../../shared/ui/Field";
import { FileDrop } from "../../shared/ui/FileDrop";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Dot } from "../../shared/ui/Status";
import { Empty, WriteFailure } from "../../shared/ui/states";
import { importKindLabel, importKindNames, importStateLabel, importTone } from "../labels";
import * as m from "../messages";

export default function Imports() {
  const { organization } = useSession();
  const list = useList<Page<Import>>("/imports", {});
  return (
    <>
      <PageTitle>{m.navImports()}</PageTitle>
      <UploadCard />
      <Card>
        <CardHeading>{m.earlierImports()}</CardHeading>
        <Listed
          list={list}
          empty={
            <Empty kind="nothing" title={m.noImports()}>
              {m.noImportsHint()}
            </Empty>
          }
        >
          {(items) => (
            <GridTable label={m.earlierImports()}>
              <thead>
                <tr>
                  <th scope="col">{m.file()}</th>
                  <th scope="col">{shared.kind()}</th>
                  <th scope="col">{shared.state()}</th>
                  <th scope="col" className="text-end">
                    {m.rowsRead()}
                  </th>
                  <th scope="col" className="text-end">
                    {m.rowsNew()}
                  </th>
                  <th scope="col" className="text-end">
                    {m.rowsKnown()}
                  </th>
                  <th scope="col" className="text-end">
                    {m.rowsBad()}
                  </th>
                  <th scope="col">{shared.date()}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((it) => (
                  <tr key={it.id}>
                    <td>
                      <Link href={`/console/imports/${it.id}`} className="font-medium text-brand hover:underline">
                        {it.file_name}
                      </Link>
                    </td>
                    <td>{importKindLabel(it.kind)}</td>
                    <td>
                      <Dot tone={importTone(it.state)}>{importStateLabel(it.state)}</Dot>
                    </td>
                    <td className="num text-end">{text(it.rows_read)}</td>
                    <td className="num text-end">{text(it.rows_new)}</td>
                    <td className="num text-end text-mute">{text(it.rows_known)}</td>
                    <td className={`num text-end ${it.rows_bad ? "font-medium text-bad" : "text-mute"}`}>
                      {it.rows_bad}
                    </td>
                    <td className="num text-mute">{formatInstant(it.created_at, organization.time_zone)}</td>
                  </tr>
                ))}
              </tbody>
            </GridTable>
          )}
        </Listed>
      </Card>
    </>
  );
}

/** A file is read and checked at once; nothing is posted until the result has been looked at. */
function UploadCard() {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [kind, setKind] = useState<ImportKind>("receivables");
  const upload = useMutation({
    mutationFn: (file: File) => {
      const form = new FormData();
      form.set("file", file);
      return post<Import>(`/imports${query({ kind })}`, form, newIntent());
    },
    onSuccess: (it) => {
      void client.invalidateQueries({ queryKey: ["list"] });
      navigate(`/console/imports/${it.id}`);
    },
  });
  return (
    <Card className="mb-4 space-y-3 p-4">
      <div className="flex flex-wrap items-end gap-3">
        <SelectField
          label={m.whatToImport()}
          value={kind}
          onChange={(event) => setKind(event.target.value as ImportKind)}
        >
          {importKindNames.map((it) => (
            <option key={it} value={it}>
              {importKindLabel(it)}
            </option>
          ))}
        </SelectField>
        <a
          download
          href={apiPath(`/imports/templates/${kind}.csv`)}
          className="flex min-h-8 items-center text-brand hover:underline"
        >
          {m.template()}
        </a>
      </div>
      <FileDrop
        accept=".csv,.xlsx"
        choose={m.chooseFile()}
        working={m.checking()}
        busy={upload.isPending}
        foot={<p className="text-mute">{m.importPromise()}</p>}
        onFiles={([file]) => file && upload.mutate(file)}
      >
        {m.dropHere()}
      </FileDrop>
      <WriteFailure error={upload.error} />
    </Card>
  );
}
