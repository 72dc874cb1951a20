import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { get, post } from "../../shared/api/client";
import type { Page } from "../../shared/api/types";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { ReasonModal } from "../../shared/ui/FormModal";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Chip } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { mayManage } from "../people/roles";
import * as m from "./messages";
import type { Alike as Pair } from "./types";

const words: Record<string, () => string> = {
  name: m.becauseName,
  bank_account: m.becauseAccount,
  phone: m.becausePhone,
  address: m.becauseAddress,
};

/** Customers that may be one, side by side with what they share. */
export default function Alike() {
  const { roles } = useSession();
  const [telling, setTelling] = useState<Pair>();
  const { data, error, refetch } = useQuery({
    queryKey: ["customers-alike"],
    queryFn: ({ signal }) => get<Page<Pair>>("/customers-alike", signal),
  });
  const may = mayManage(roles);
  return (
    <>
      <PageTitle>{m.alike()}</PageTitle>
      <p className="mb-4 max-w-3xl text-mute">{m.alikeIntro()}</p>
      <Card>
        <Listed
          list={{ items: data?.items, error, refetch }}
          rows={4}
          empty={<Empty kind="done" title={m.alikeNone()} />}
        >
          {(items) => (
            <GridTable label={m.alike()}>
              <thead>
                <tr>
                  <th scope="col">{m.first()}</th>
                  <th scope="col">{m.second()}</th>
                  <th scope="col">{m.why()}</th>
                  {may && (
                    <th scope="col">
                      <span className="sr-only">{m.tellApart()}</span>
                    </th>
                  )}
                </tr>
              </thead>
              <tbody>
                {items.map((it) => (
                  <tr key={`${it.one.id} ${it.other.id}`}>
                    {[it.one, it.other].map((one) => (
                      <td key={one.id}>
                        <Link href={`/console/customers/${one.id}`} className="font-medium text-brand hover:underline">
                          {one.name}
                        </Link>
                        <span className="num block text-mute">{one.code}</span>
                      </td>
                    ))}
                    <td>
                      <span className="flex flex-wrap gap-1">
                        {it.because.map((why) => (
                          <Chip key={why} tone="warn">
                            {words[why]?.() ?? why}
                          </Chip>
                        ))}
                      </span>
                    </td>
                    {may && (
                      <td>
                        <Button onClick={() => setTelling(it)}>{m.tellApart()}</Button>
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            </GridTable>
          )}
        </Listed>
      </Card>
      {telling && <TellSheet pair={telling} onClose={() => setTelling(undefined)} />}
    </>
  );
}

function TellSheet({ pair, onClose }: { pair: Pair; onClose: () => void }) {
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (reason: string) =>
      post("/customers-alike/tellings-apart", {
        one_id: pair.one.id,
        other_id: pair.other.id,
        reason: reason,
      }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["customers-alike"] });
      toast(m.toldApart());
      onClose();
    },
  });
  return (
    <ReasonModal
      title={m.tellApartTitle({ one: pair.one.name, other: pair.other.name })}
      placement="sheet"
      action={m.save()}
      busy={save.isPending}
      error={save.error}
      label={m.why()}
      onClose={onClose}
      onGive={save.mutate}
    />
  );
}
