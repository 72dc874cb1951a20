import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Link } from "wouter";
import { get, query } from "../../shared/api/client";
import type { CustomerView, Page } from "../../shared/api/types";
import { dayOf } from "../../shared/dates";
import { isEnglish } from "../../shared/i18n/locale";
import { useSession } from "../../shared/session";
import { buttonClass } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Failure, Notice, SkeletonRows } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import type { Profile } from "../customers/types";
import { CustomerPicker } from "../drafts/CustomerPicker";
import { Bench } from "./Bench";
import type { OpenItem } from "./data";
import * as m from "./messages";

/** Where staff settle what a customer owes with what came in: debits left, credits right. */
export default function Workbench() {
  const [params, change] = useParams();
  const { organization } = useSession();
  const today = dayOf(new Date(), organization.time_zone);
  const [on, setOn] = useState(today);
  const id = params.get("customer") ?? "";
  const customer = useQuery({
    queryKey: ["customer", id],
    queryFn: ({ signal }) => get<CustomerView>(`/customers/${id}`, signal),
    enabled: id !== "",
  });
  const profile = useQuery({
    queryKey: ["customer-profile", id],
    queryFn: ({ signal }) => get<Profile>(`/customers/${id}/profile`, signal),
    enabled: id !== "",
  });
  const group = profile.data?.groups.find((it) => it.from <= on && (!it.to || it.to >= on));
  const across = Boolean(group) && params.get("group") === "true";
  const items = useQuery({
    queryKey: ["open-items", id, across && on],
    queryFn: async ({ signal }) => {
      const side = (name: string) =>
        get<Page<OpenItem>>(
          `/open-items${query({ customer_id: id, side: name, group: across ? on : undefined })}`,
          signal,
        ).then((page) => page.items);
      const [debits, credits] = await Promise.all([side("debit"), side("credit")]);
      return { debits, credits };
    },
    enabled: id !== "",
  });
  const chosenFirst = useMemo(() => {
    const document = params.get("document");
    if (!document || !items.data) return [];
    return [...items.data.debits, ...items.data.credits].filter((it) => it.document.id === document).map((it) => it.id);
  }, [params, items.data]);
  const name = customer.data?.name;
  return (
    <>
      <PageTitle
        action={
          <div className="flex flex-wrap gap-2">
            <Link
              href={`/console/allocation/settlements${query({ customer_id: id })}`}
              className={buttonClass("secondary")}
            >
              {id ? m.historyOf() : m.history()}
            </Link>
            <Link href="/console/allocation/runs" className={buttonClass("secondary")}>
              {m.autoAll()}
            </Link>
          </div>
        }
      >
        {m.title()}
      </PageTitle>
      <Card className="mb-4 grid grid-cols-1 gap-x-6 gap-y-3 p-4 sm:grid-cols-[minmax(0,1fr)_12rem]">
        <CustomerPicker
          picked={id ? { id, name: name ?? "…", currency: "" } : undefined}
          onPick={(next) => change({ customer: next?.id, document: undefined, group: undefined }, true)}
        />
        <TextField
          label={m.effective()}
          type="date"
          required
          value={on}
          onChange={(event) => setOn(event.target.value)}
        />
        {group && (
          <label className="flex min-h-(--control) items-center gap-2.5 sm:col-span-2">
            <input
              type="checkbox"
              className="size-4 shrink-0"
              checked={across}
              onChange={(event) => change({ group: event.target.checked ? "true" : undefined }, true)}
            />
            {m.withGroup({ name: (isEnglish() && group.name_en) || group.name })}
          </label>
        )}
      </Card>
      {!id && <p className="text-mute">{m.intro()}</p>}
      {items.error && !items.data && <Failure error={items.error} onRetry={() => void items.refetch()} />}
      {id && !items.data && !items.error && (
        <Card>
          <SkeletonRows rows={8} />
        </Card>
      )}
      {items.data && (
        <>
          {(items.data.debits.length === 10_000 || items.data.credits.length === 10_000) && (
            <div className="mb-3">
              <Notice tone="warn">{m.tooMany()}</Notice>
            </div>
          )}
          <Bench
            key={`${id} ${across} ${chosenFirst.join()}`}
            customer={id}
            on={on}
            today={today}
            debits={items.data.debits}
            credits={items.data.credits}
            first={chosenFirst}
          />
        </>
      )}
    </>
  );
}
