import { Link } from "wouter";
import type { components } from "../../shared/api/schema";
import type { Page } from "../../shared/api/types";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { formatAmount } from "../../shared/money";
import { FilterChips } from "../../shared/ui/FilterChips";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Dot, type Tone } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import * as m from "./messages";

type Note = components["schemas"]["BackofficeNoteView"];

export const noteStates: Record<Note["state"], { label: () => string; tone: Tone }> = {
  held: { label: m.held, tone: "brand" },
  due: { label: m.due, tone: "warn" },
  collected: { label: m.collected, tone: "ok" },
  dishonoured: { label: m.dishonoured, tone: "bad" },
  reversed: { label: m.reversed, tone: "neutral" },
};

/** The notes taken in payment, and what became of them. */
export default function Notes() {
  const [params, change] = useParams();
  const state = params.get("state") ?? "";
  const list = useList<Page<Note>>("/notes-received", { state: state || undefined });
  return (
    <>
      <PageTitle>{m.notesTitle()}</PageTitle>
      <div className="mb-3">
        <FilterChips
          label={m.noteState()}
          value={state}
          choices={[
            { value: "", label: m.all() },
            ...Object.entries(noteStates).map(([value, it]) => ({ value, label: it.label() })),
          ]}
          onChange={(next) => change({ state: next || undefined })}
        />
      </div>
      <Card>
        <Listed
          list={list}
          rows={8}
          empty={
            <Empty kind="nothing" title={m.notesEmpty()}>
              {m.notesEmptyHint()}
            </Empty>
          }
        >
          {(items) => (
            <GridTable label={m.notesTitle()}>
              <thead>
                <tr>
                  <th scope="col">{m.noteNo()}</th>
                  <th scope="col">{shared.customer()}</th>
                  <th scope="col">
                    {m.drawer()} / {m.acceptor()}
                  </th>
                  <th scope="col">{m.received()}</th>
                  <th scope="col">{m.dueOn()}</th>
                  <th scope="col" className="text-end">
                    {shared.amount()}
                  </th>
                  <th scope="col">{m.noteState()}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((it) => (
                  <tr key={it.document.id}>
                    <td>
                      <Link
                        href={`/console/documents/${it.document.id}`}
                        className="font-medium text-brand hover:underline"
                      >
                        {it.no}
                      </Link>
                      <span className="block text-mute">{it.document.document_no}</span>
                    </td>
                    <td>{it.customer.name}</td>
                    <td>
                      {it.drawer}
                      {it.acceptor && <span className="block text-mute">{it.acceptor}</span>}
                    </td>
                    <td className="num">{it.received}</td>
                    <td className="num">{it.due_on}</td>
                    <td className="num text-end font-medium">
                      {formatAmount(it.amount, it.currency)} <span className="text-mute">{it.currency}</span>
                    </td>
                    <td>
                      <Dot tone={noteStates[it.state].tone}>{noteStates[it.state].label()}</Dot>
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
