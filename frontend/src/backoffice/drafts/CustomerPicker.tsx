import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { get, query } from "../../shared/api/client";
import type { CustomerSummary, Page } from "../../shared/api/types";
import { Button } from "../../shared/ui/Button";
import { SearchField } from "../../shared/ui/SearchField";
import * as m from "./messages";

export interface Picked {
  id: string;
  name: string;
  currency: string;
}

/** Finds one customer by number or name. */
export function CustomerPicker({
  picked,
  onPick,
}: {
  picked: Picked | undefined;
  onPick: (customer: Picked | undefined) => void;
}) {
  const [q, setQ] = useState("");
  const { data } = useQuery({
    queryKey: ["customer-picker", q],
    queryFn: ({ signal }) => get<Page<CustomerSummary>>(`/customers${query({ q, limit: 8 })}`, signal),
    enabled: !picked && q !== "",
  });
  if (picked) {
    return (
      <div>
        <span className="mb-1 block font-medium">{m.chooseCustomer()}</span>
        <p className="flex min-h-(--control) flex-wrap items-center gap-x-3">
          <span className="min-w-0 break-words">{picked.name}</span>
          <Button look="quiet" onClick={() => onPick(undefined)}>
            {m.changeCustomer()}
          </Button>
        </p>
      </div>
    );
  }
  return (
    <div>
      <span className="mb-1 block font-medium">{m.chooseCustomer()}</span>
      <SearchField placeholder={m.searchCustomer()} value={q} onChange={setQ} />
      {data && (
        <ul className="mt-1 divide-y divide-line rounded-(--radius-control) border border-line">
          {data.items.map((it) => (
            <li key={it.id}>
              <button
                type="button"
                className="block min-h-(--control) w-full px-3 py-1 text-start hover:bg-sunken"
                onClick={() => onPick({ id: it.id, name: it.name, currency: it.currency })}
              >
                <span className="num text-mute">{it.code}</span> {it.name}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
