import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useDeferredValue, useId, useState } from "react";
import { useLocation } from "wouter";
import { get, query } from "../shared/api/client";
import type { CustomerSummary, DocumentSummary, Page, StatementSummary } from "../shared/api/types";
import { cx } from "../shared/classes";
import { kindLabel } from "../shared/labels";
import * as shared from "../shared/messages";
import { formatMoney } from "../shared/money";
import { Modal } from "../shared/ui/Modal";
import * as m from "./messages";
import { places } from "./places";

interface Hit {
  href: string;
  title: string;
  detail: string;
}

/** Goes anywhere by typing: rooms, customers, statements, documents. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const asked = useDeferredValue(typed.trim());
  const listId = useId();
  const { data: found = [], isFetching } = useQuery({
    queryKey: ["palette", asked],
    queryFn: ({ signal }) => find(asked, signal),
    enabled: asked.length > 1,
    placeholderData: (before) => before,
  });
  const rooms = places
    .filter((it) => it.label().toLowerCase().includes(asked.toLowerCase()))
    .map((it): Hit => ({ href: it.href, title: it.label(), detail: `G ${it.key.toUpperCase()}` }));
  const hits = asked.length > 1 ? [...rooms, ...found] : rooms;
  const chosen = Math.min(at, hits.length - 1);

  function go(hit: Hit | undefined) {
    if (!hit) return;
    onClose();
    navigate(hit.href);
  }

  function press(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") setAt(Math.min(chosen + 1, hits.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(chosen - 1, 0));
    else if (event.key === "Enter") go(hits[chosen]);
    else return;
    event.preventDefault();
  }

  return (
    <Modal title={m.searchEverything()} onClose={onClose} className="mt-[10dvh]">
      <input
        data-autofocus=""
        type="search"
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={hits[chosen] ? `${listId}-${chosen}` : undefined}
        aria-label={m.searchEverything()}
        placeholder={m.searchEverything()}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={press}
        className="min-h-10 w-full rounded-md border border-edge bg-surface px-3 text-[0.9375rem]"
      />
      <div id={listId} role="listbox" aria-label={shared.search()} className="mt-2 max-h-[50dvh] overflow-y-auto">
        {hits.map((hit, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled on the field that owns the list
          <div
            key={hit.href}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            onClick={() => go(hit)}
            className={cx(
              "flex min-h-10 cursor-pointer items-center justify-between gap-4 rounded-md px-3",
              index === chosen ? "bg-brand-bg" : "hover:bg-sunken",
            )}
          >
            <span className="min-w-0 truncate font-medium">{hit.title}</span>
            <span className="num shrink-0 text-mute">{hit.detail}</span>
          </div>
        ))}
      </div>
      {hits.length === 0 && !isFetching && <p className="px-3 py-4 text-mute">{shared.nothingMatches()}</p>}
    </Modal>
  );
}

async function find(q: string, signal: AbortSignal): Promise<Hit[]> {
  const ask = query({ q, limit: 5 });
  const [customers, statements, documents] = await Promise.all([
    get<Page<CustomerSummary>>(`/customers${ask}`, signal),
    get<Page<StatementSummary>>(`/statements${ask}`, signal),
    get<Page<DocumentSummary>>(`/documents${ask}`, signal),
  ]);
  return [
    ...customers.items.slice(0, 5).map((it) => ({
      href: `/console/customers/${it.id}`,
      title: it.name,
      detail: `${shared.customer()} ${it.code}`,
    })),
    ...statements.items.slice(0, 5).map((it) => ({
      href: `/console/statements/${it.id}`,
      title: it.statement_no,
      detail: `${it.customer.name} ${formatMoney(it.closing, it.currency)}`,
    })),
    ...documents.items.slice(0, 5).map((it) => ({
      href: `/console/documents/${it.id}`,
      title: it.document_no,
      detail: `${kindLabel(it.kind)} ${formatMoney(it.gross, it.currency)}`,
    })),
  ];
}
