import { Link } from "wouter";
import type { DocumentKind, DocumentSummary, Page } from "../../shared/api/types";
import { kindLabel, settlementLabel, settlementTone } from "../../shared/labels";
import { MoreRow, useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { Button } from "../../shared/ui/Button";
import { FilterChips } from "../../shared/ui/FilterChips";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { SearchField } from "../../shared/ui/SearchField";
import { Chip } from "../../shared/ui/Status";
import { Empty, Failure, SkeletonRows } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import * as m from "../messages";

const kinds: DocumentKind[] = ["receivable", "receipt", "credit_note", "adjustment", "advance"];

export default function Documents() {
  const [params, change] = useParams();
  const kind = params.get("kind") ?? "";
  const open = params.get("open") === "true";
  const q = params.get("q") ?? "";
  const list = useList<Page<DocumentSummary>>("/documents", { kind, q, open: open || undefined });
  const filtered = Boolean(kind || q || open);
  return (
    <>
      <PageTitle>{m.navDocuments()}</PageTitle>
      <div className="flex flex-col gap-2 md:flex-row md:items-center md:justify-between">
        <FilterChips
          label={shared.kind()}
          value={open ? "open" : kind}
          choices={[
            { value: "", label: shared.all() },
            { value: "open", label: shared.settlementOpen() },
            ...kinds.map((it) => ({ value: it as string, label: kindLabel(it) })),
          ]}
          onChange={(next) =>
            change(next === "open" ? { kind: undefined, open: "true" } : { kind: next, open: undefined })
          }
        />
        <SearchField
          className="md:w-72"
          placeholder={m.searchDocuments()}
          value={q}
          onChange={(next) => change({ q: next })}
        />
      </div>
      <Card className="mt-3">
        {list.error && !list.items ? (
          <Failure error={list.error} onRetry={() => void list.refetch()} />
        ) : !list.items ? (
          <SkeletonRows />
        ) : list.items.length === 0 ? (
          filtered ? (
            <Empty
              kind="unmatched"
              title={shared.nothingMatches()}
              action={
                <Button onClick={() => change({ kind: undefined, q: undefined, open: undefined })}>
                  {shared.clearFilters()}
                </Button>
              }
            >
              {shared.nothingMatchesHint()}
            </Empty>
          ) : (
            <Empty kind="nothing" title={m.noDocuments()} />
          )
        ) : (
          <>
            <ul className="divide-y divide-line">
              {list.items.map((it) => (
                <DocumentRow key={it.id} document={it} />
              ))}
            </ul>
            <MoreRow list={list} />
          </>
        )}
      </Card>
    </>
  );
}

function DocumentRow({ document: it }: { document: DocumentSummary }) {
  return (
    <li>
      <Link
        href={`/p/documents/${it.id}`}
        className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-3 hover:bg-sunken"
      >
        <span className="min-w-0 flex-1 basis-44">
          <span className="block font-medium break-all">{it.document_no}</span>
          <span className="block truncate text-[0.8125rem] text-mute">
            {kindLabel(it.kind)} · {it.document_date}
            {it.description && ` · ${it.description}`}
          </span>
        </span>
        <span className="ms-auto flex flex-col items-end gap-1">
          <Money amount={it.gross} currency={it.currency} className="font-semibold" />
          <Chip tone={settlementTone(it.settlement)}>{settlementLabel(it.settlement)}</Chip>
        </span>
      </Link>
    </li>
  );
}
