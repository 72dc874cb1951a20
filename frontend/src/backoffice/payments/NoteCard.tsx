import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { newIntent, post } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import type { DocumentView } from "../../shared/api/types";
import { dayOf, formatDate } from "../../shared/dates";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { TextArea, TextField } from "../../shared/ui/Field";
import { FormModal } from "../../shared/ui/FormModal";
import { Card, Facts } from "../../shared/ui/Layout";
import { Dot } from "../../shared/ui/Status";
import { toast } from "../../shared/ui/toast";
import * as m from "./messages";
import { noteStates } from "./Notes";

type Act = "collect" | "take_collection_back";

/** The note that was taken in payment, and what may be done with it now. */
export function NoteCard({ document }: { document: DocumentView }) {
  const [act, setAct] = useState<Act>();
  const note = (document as components["schemas"]["BackofficeDocumentView"] & DocumentView).note;
  if (!note) return null;
  const actions = document.actions as Record<string, { allowed: boolean; why?: string } | undefined> | undefined;
  const [collect, back] = [actions?.collect, actions?.take_collection_back];
  return (
    <Card className="p-4">
      <section aria-label={m.noteTitle()}>
        <h2 className="mb-1 flex flex-wrap items-center justify-between gap-2 font-semibold">
          {m.noteTitle()}
          <Dot tone={noteStates[note.state].tone}>{noteStates[note.state].label()}</Dot>
        </h2>
        <Facts
          facts={[
            [m.noteNo(), note.no],
            [m.drawer(), note.drawer],
            [m.acceptor(), note.acceptor],
            [m.dueOn(), formatDate(note.due_on)],
            [m.collectedOn(), note.collected_on && formatDate(note.collected_on)],
            [m.bankReference(), note.reference],
            [m.collectedBy(), note.collected_by],
          ]}
        />
        {collect && (
          <div className="no-print mt-3 flex flex-wrap items-center gap-3">
            <Button look="primary" disabled={!collect.allowed} onClick={() => setAct("collect")}>
              {m.collect()}
            </Button>
            {!collect.allowed && <span className="text-mute">{collect.why}</span>}
          </div>
        )}
        {back?.allowed && (
          <Button look="quiet" className="no-print mt-3" onClick={() => setAct("take_collection_back")}>
            {m.takeBack()}
          </Button>
        )}
      </section>
      {act && <Book act={act} document={document} noteNo={note.no} onClose={() => setAct(undefined)} />}
    </Card>
  );
}

interface BookProps {
  act: Act;
  document: DocumentView;
  noteNo: string;
  onClose: () => void;
}

function Book({ act, document, noteNo, onClose }: BookProps) {
  const client = useQueryClient();
  const { organization } = useSession();
  const [on, setOn] = useState(() => dayOf(new Date(), organization.time_zone));
  const [text, setText] = useState("");
  const [intent] = useState(newIntent);
  const collecting = act === "collect";
  const book = useMutation({
    mutationFn: () =>
      collecting
        ? post(`/documents/${document.id}/collection`, { on, reference: text.trim() || undefined }, intent)
        : post(`/documents/${document.id}/collection/taking-back`, { on, reason: text.trim() }, intent),
    onSuccess: () => {
      void client.invalidateQueries();
      toast(collecting ? m.collectedNow({ no: noteNo }) : m.takenBack({ no: noteNo }));
      onClose();
    },
  });
  const label = collecting ? m.collect() : m.takeBack();
  return (
    <FormModal
      title={`${label} ${noteNo}`}
      action={label}
      busy={book.isPending}
      ready={on !== "" && (collecting || text.trim() !== "")}
      error={book.error}
      onClose={onClose}
      onSubmit={() => book.mutate()}
    >
      <p>{collecting ? m.collectHint() : m.takeBackHint()}</p>
      <TextField
        label={collecting ? m.collectedOn() : shared.postingDate()}
        type="date"
        required
        value={on}
        onChange={(event) => setOn(event.target.value)}
      />
      {collecting ? (
        <TextField
          label={m.bankReference()}
          maxLength={120}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      ) : (
        <TextArea
          label={shared.reason()}
          required
          maxLength={500}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
    </FormModal>
  );
}
