import { Link } from "wouter";
import type { DocumentKind, DocumentSummary, Page } from "../../shared/api/types";
import { kindLabel, settlementLabel, settlementTone } from "../../shared/labels";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { SelectField } from "../../shared/ui/Field";
import { FilterChips } from "../../shared/ui/FilterChips";
import { Card } from "../../shared/ui/Layout";
import { Listed, NothingMatches } from "../../shared/ui/Listed";
import { Money } from "../../shared/ui/Money";
import { SearchField } from "../../shared/ui/SearchField";
import { Chip } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { Downloads } from "./Downloads";
import { Filters, rangeNames } from "./Filters";
import * as m from "./messages";

const kinds: DocumentKind[] = ["receivable", "receipt", "credit_note", "adjustment", "advance"];

const settlements: DocumentSummary["settlement"][] = ["open", "partial", "settled"];
const names = ["kind", "q", "open", "settlement", ...rangeNames] as const;

/** Every document of the customer, the newest first. */
export default function AllDocuments() {
  const [params, change] = useParams();
  const filter = Object.fromEntries(names.map((name) => [name, params.get(name) ?? undefined]));
  const open = filter.open === "true";
  const list = useList<Page<DocumentSummary>>("/documents", filter);
  const filtered = names.some((name) => filter[name]);
  return (
    <>
      <div className="flex flex-col gap-2">
        <FilterChips
          label={shared.kind()}
          value={open ? "open" : (filter.kind ?? "")}
          choices={[
            { value: "", label: shared.all() },
            { value: "open", label: shared.settlementOpen() },
            ...kinds.map((it) => ({ value: it as string, label: kindLabel(it) })),
          ]}
          onChange={(next) =>
            change(next === "open" ? { kind: undefined, open: "true" } : { kind: next, open: undefined })
          }
        />
        <div className="flex items-center gap-2">
          <SearchField
            className="min-w-0 flex-1"
            placeholder={m.searchItems()}
            value={filter.q ?? ""}
            onChange={(next) => change({ q: next })}
          />
          <Downloads path="/documents/file" filter={filter} />
        </div>
        <Filters more={["settlement"]}>
          <SelectField
            label={m.settlement()}
            value={filter.settlement ?? ""}
            onChange={(event) => change({ settlement: event.target.value })}
          >
            <option value="">{m.anySettlement()}</option>
            {settlements.map((it) => (
              <option key={it} value={it}>
                {settlementLabel(it)}
              </option>
            ))}
          </SelectField>
        </Filters>
      </div>
      <Card className="mt-3">
        <Listed
          list={list}
          empty={
            filtered ? (
              <NothingMatches onClear={() => change(Object.fromEntries(names.map((name) => [name, undefined])))}>
                {shared.nothingMatchesHint()}
              </NothingMatches>
            ) : (
              <Empty kind="nothing" title={m.noDocuments()} />
            )
          }
        >
          {(items) => (
            <ul className="divide-y divide-line">
              {items.map((it) => (
                <DocumentRow key={it.id} document={it} />
              ))}
            </ul>
          )}
        </Listed>
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
          <span className="block break-words text-[0.8125rem] text-mute">
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
