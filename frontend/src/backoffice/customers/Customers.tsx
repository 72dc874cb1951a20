import { lazy, Suspense, useState } from "react";
import { Link, useLocation } from "wouter";
import { apiPath, query } from "../../shared/api/client";
import type { CustomerSummary, Page } from "../../shared/api/types";
import { labelOf, showValue } from "../../shared/fields/data";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { formatAmount, isZero } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Button, buttonClass } from "../../shared/ui/Button";
import { SelectField } from "../../shared/ui/Field";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed, NothingMatches } from "../../shared/ui/Listed";
import { SearchField } from "../../shared/ui/SearchField";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { cycleLabel } from "../cycle/words";
import { ListTools, useColumns } from "../fields/ListTools";
import * as f from "../fields/messages";
import * as m from "../messages";
import * as people from "../people/messages";
import { mayManage } from "../people/roles";
import * as words from "./messages";

const CustomerSheet = lazy(() => import("../people/CustomerSheet"));

export default function Customers() {
  const [params, change] = useParams();
  const [, navigate] = useLocation();
  const { roles } = useSession();
  const [making, setMaking] = useState(false);
  const q = params.get("q") ?? "";
  const sort = params.get("sort") ?? "code";
  const field = params.get("field") ?? "";
  const { columns, ...choice } = useColumns("customer");
  const list = useList<Page<CustomerSummary>>("/customers", { q, sort, field });
  return (
    <>
      <PageTitle
        action={
          <div className="flex flex-wrap gap-2">
            <Link href="/console/customers/groups" className={buttonClass("secondary")}>
              {words.groups()}
            </Link>
            <Link href="/console/customers/alike" className={buttonClass("secondary")}>
              {words.alike()}
            </Link>
            {mayManage(roles) && (
              <Button look="primary" onClick={() => setMaking(true)}>
                {people.newCustomer()}
              </Button>
            )}
          </div>
        }
      >
        {m.navCustomers()}
      </PageTitle>
      <Suspense>
        {making && (
          <CustomerSheet onClose={() => setMaking(false)} onSaved={(id) => navigate(`/console/customers/${id}`)} />
        )}
      </Suspense>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <SearchField
          className="w-full sm:w-80"
          placeholder={m.searchCustomers()}
          value={q}
          onChange={(next) => change({ q: next })}
        />
        <SelectField
          label={m.sortBy()}
          hideLabel
          value={sort}
          onChange={(event) => change({ sort: event.target.value === "code" ? undefined : event.target.value })}
        >
          <option value="code">{m.sortCode()}</option>
          <option value="name">{m.sortName()}</option>
          <option value="balance">{m.sortBalance()}</option>
          <option value="overdue">{m.sortOverdue()}</option>
        </SelectField>
        <ListTools {...choice} match={field} onMatch={(next) => change({ field: next })} />
        <a
          className="ms-auto text-brand hover:underline"
          href={`${apiPath("/customers/file")}${query({ q, sort, field })}`}
          download
        >
          {f.download()}
        </a>
      </div>
      <Card>
        <Listed
          list={list}
          rows={10}
          empty={
            q || field ? (
              <NothingMatches onClear={() => change({ q: undefined, field: undefined })} />
            ) : (
              <Empty
                kind="nothing"
                title={m.noCustomers()}
                action={
                  <Link href="/console/imports" className="text-brand underline">
                    {m.navImports()}
                  </Link>
                }
              />
            )
          }
        >
          {(items) => (
            <GridTable label={m.navCustomers()}>
              <thead>
                <tr>
                  <th scope="col">{m.customerName()}</th>
                  <th scope="col">{m.customerCode()}</th>
                  <th scope="col">{m.region()}</th>
                  <th scope="col">{m.salesperson()}</th>
                  <th scope="col">{m.cycle()}</th>
                  {columns.map((it) => (
                    <th key={it.code} scope="col">
                      {labelOf(it)}
                    </th>
                  ))}
                  <th scope="col">{shared.currency()}</th>
                  <th scope="col" className="text-end">
                    {shared.balance()}
                  </th>
                  <th scope="col" className="text-end">
                    {shared.overdue()}
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((it) => (
                  <tr key={it.id}>
                    <th scope="row" className="font-medium">
                      <Link href={`/console/customers/${it.id}`} className="text-brand hover:underline">
                        {it.name}
                      </Link>
                    </th>
                    <td className="num text-mute">{it.code}</td>
                    <td>{it.region}</td>
                    <td>{it.salesperson?.name}</td>
                    <td>{cycleLabel(it.cycle)}</td>
                    {columns.map((one) => (
                      <td key={one.code}>{showValue(one, it.fields?.[one.code])}</td>
                    ))}
                    <td className="text-mute">
                      {it.balances.map((one) => (
                        <span key={one.currency} className="block">
                          {one.currency}
                        </span>
                      ))}
                    </td>
                    <td className="num text-end font-medium">
                      {it.balances.map((one) => (
                        <span key={one.currency} className="block">
                          {formatAmount(one.balance, one.currency)}
                        </span>
                      ))}
                    </td>
                    <td className="num text-end">
                      {it.balances.map((one) => (
                        <span key={one.currency} className={`block ${isZero(one.overdue) ? "text-mute" : "text-bad"}`}>
                          {formatAmount(one.overdue, one.currency)}
                        </span>
                      ))}
                    </td>
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
