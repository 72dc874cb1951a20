import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { newIntent, post } from "../../shared/api/client";
import { formatInstant } from "../../shared/dates";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { FormModal } from "../../shared/ui/FormModal";
import { GridTable } from "../../shared/ui/GridTable";
import { Card } from "../../shared/ui/Layout";
import { Listed, NothingMatches } from "../../shared/ui/Listed";
import { SearchField } from "../../shared/ui/SearchField";
import { Empty } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { useParams } from "../../shared/useParams";
import * as m from "./messages";
import type { KnownPayer, KnownPayers } from "./types";

/** Accounts and names that are known to pay for a customer, and the way to forget them. */
export function Payers({ mayForget }: { mayForget: boolean }) {
  const [params, change] = useParams();
  const { organization } = useSession();
  const q = params.get("q") ?? "";
  const [forgetting, setForgetting] = useState<KnownPayer>();
  const list = useList<KnownPayers>("/bank/payers", { q: q || undefined });
  return (
    <>
      <p className="mb-3 max-w-3xl text-mute">{m.payersIntro()}</p>
      <SearchField
        className="mb-3 w-full sm:w-72"
        placeholder={m.searchPayers()}
        value={q}
        onChange={(next) => change({ q: next || undefined })}
      />
      <Card>
        <Listed
          list={list}
          empty={
            q ? (
              <NothingMatches onClear={() => change({ q: undefined })} />
            ) : (
              <Empty kind="nothing" title={m.noPayers()}>
                {m.noPayersHint()}
              </Empty>
            )
          }
        >
          {(items) => (
            <GridTable label={m.tabPayers()}>
              <thead>
                <tr>
                  <th scope="col">{m.payer()}</th>
                  <th scope="col">{shared.kind()}</th>
                  <th scope="col">{m.paysFor()}</th>
                  <th scope="col">{m.learntBy()}</th>
                  {mayForget && <th scope="col">{m.forget()}</th>}
                </tr>
              </thead>
              <tbody>
                {items.map((it) => (
                  <tr key={`${it.kind} ${it.value}`}>
                    <td className="font-medium">{it.shown || it.value}</td>
                    <td>{it.kind === "account" ? m.kindAccount() : m.kindName()}</td>
                    <td>
                      <Link href={`/console/customers/${it.customer.id}`} className="text-brand hover:underline">
                        <span className="num">{it.customer.code}</span> {it.customer.name}
                      </Link>
                    </td>
                    <td className="text-mute">
                      {it.by} · {formatInstant(it.at, organization.time_zone)}
                    </td>
                    {mayForget && (
                      <td>
                        <Button
                          look="quiet"
                          aria-label={`${m.forget()} ${it.shown || it.value}`}
                          onClick={() => setForgetting(it)}
                        >
                          {m.forget()}
                        </Button>
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            </GridTable>
          )}
        </Listed>
      </Card>
      {forgetting && <Forget payer={forgetting} onClose={() => setForgetting(undefined)} />}
    </>
  );
}

function Forget({ payer, onClose }: { payer: KnownPayer; onClose: () => void }) {
  const client = useQueryClient();
  const [intent] = useState(newIntent);
  const forget = useMutation({
    mutationFn: () => post("/bank/payers/forget", { kind: payer.kind, value: payer.value }, intent),
    onSuccess: () => {
      toast(m.forgotten());
      onClose();
      void client.invalidateQueries({ queryKey: ["list", "/bank/payers"] });
    },
  });
  return (
    <FormModal
      title={m.forgetTitle()}
      action={m.forget()}
      look="danger"
      busy={forget.isPending}
      error={forget.error}
      onClose={onClose}
      onSubmit={() => forget.mutate()}
    >
      <p>
        {m.forgetHint({
          payer: payer.shown || payer.value,
          name: `${payer.customer.code} ${payer.customer.name}`,
        })}
      </p>
    </FormModal>
  );
}
