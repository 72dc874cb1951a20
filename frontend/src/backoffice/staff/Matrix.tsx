import { useQuery } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { get } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { SelectField } from "../../shared/ui/Field";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed, NothingMatches } from "../../shared/ui/Listed";
import { SearchField } from "../../shared/ui/SearchField";
import { useParams } from "../../shared/useParams";
import * as m from "./messages";
import { permissionLabel, roleLabel } from "./words";

type View = components["schemas"]["BackofficeMatrixView"];
type Row = View["rows"][number];

/** What each role may do, as the server decides it. */
export default function Matrix() {
  const [params, change] = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ["role-matrix"],
    queryFn: ({ signal }) => get<View>("/role-matrix", signal),
  });
  const q = (params.get("q") ?? "").toLowerCase();
  const [one, other] = [params.get("a") ?? "", params.get("b") ?? ""];
  const rows = data?.rows.filter(
    (row) =>
      fits(row, q) && (!one || !other || row.roles.includes(one as never) !== row.roles.includes(other as never)),
  );
  const all = data ? [...data.staff_roles, ...data.contact_roles] : [];
  const roles = one && other ? [one, other] : all;
  const pick = (name: "a" | "b", label: string) => (
    <SelectField
      label={label}
      className="w-44"
      value={params.get(name) ?? ""}
      onChange={(event) => change({ [name]: event.target.value || undefined })}
    >
      <option value="">{m.nobodyToCompare()}</option>
      {all.map((role) => (
        <option key={role} value={role}>
          {roleLabel(role)}
        </option>
      ))}
    </SelectField>
  );
  return (
    <>
      <PageTitle>{m.matrixTitle()}</PageTitle>
      <p className="-mt-2 mb-3 text-mute">{m.matrixHint()}</p>
      <div className="mb-3 flex flex-wrap items-end gap-3">
        <SearchField
          className="w-full sm:w-72"
          placeholder={m.searchMatrix()}
          value={params.get("q") ?? ""}
          onChange={(next) => change({ q: next })}
        />
        {pick("a", m.compare())}
        {pick("b", m.compareWith())}
        {rows && data && (
          <p className="text-[0.8125rem] text-mute" role="status">
            {m.matrixCount({ shown: rows.length, all: data.rows.length })}
          </p>
        )}
      </div>
      <Card>
        <Listed
          list={{ items: rows, error, refetch }}
          rows={12}
          empty={<NothingMatches onClear={() => change({ q: undefined, a: undefined, b: undefined })} />}
        >
          {(rows) => (
            <GridTable label={m.matrixTitle()}>
              <thead>
                <tr>
                  <th scope="col">{m.permission()}</th>
                  {roles.map((role) => (
                    <th key={role} scope="col" className="text-center">
                      {roleLabel(role)}
                      <span className="block font-normal text-mute">
                        {data?.staff_roles.includes(role as never) ? m.staffSide() : m.customerSide()}
                      </span>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <PermissionRow key={row.permission} row={row} roles={roles} />
                ))}
              </tbody>
            </GridTable>
          )}
        </Listed>
      </Card>
    </>
  );
}

function fits(row: Row, q: string): boolean {
  if (!q) return true;
  const words = [
    row.permission,
    permissionLabel(row.permission),
    ...row.routes.map((it) => `${it.summary} ${it.path}`),
  ];
  return words.some((it) => it.toLowerCase().includes(q));
}

function PermissionRow({ row, roles }: { row: Row; roles: string[] }) {
  return (
    <tr className="align-top">
      <th scope="row" className="text-start font-normal whitespace-normal">
        <span className="font-medium">{permissionLabel(row.permission)}</span>
        {row.routes.length === 0 ? (
          <span className="block text-[0.8125rem] text-mute">{m.noRoutes()}</span>
        ) : (
          <details className="text-[0.8125rem] text-mute">
            <summary className="min-h-6 cursor-pointer">{m.routes({ count: row.routes.length })}</summary>
            <ul className="max-w-md py-1">
              {row.routes.map((it) => (
                <li key={`${it.method} ${it.path}`} className="py-0.5 break-words" lang="en">
                  {it.summary} <code className="font-mono text-[0.75rem] break-all">{`${it.method} ${it.path}`}</code>
                </li>
              ))}
            </ul>
          </details>
        )}
      </th>
      {roles.map((role) => (
        <td key={role} className="text-center">
          {row.roles.includes(role as never) ? (
            <>
              <Check className="mx-auto size-4 text-ok" aria-hidden="true" />
              <span className="sr-only">{m.may()}</span>
            </>
          ) : (
            <>
              <span aria-hidden="true" className="text-mute">
                ·
              </span>
              <span className="sr-only">{m.mayNot()}</span>
            </>
          )}
        </td>
      ))}
    </tr>
  );
}
