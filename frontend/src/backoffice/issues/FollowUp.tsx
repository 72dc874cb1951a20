import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { get, post, query } from "../../shared/api/client";
import { Button } from "../../shared/ui/Button";
import { SelectField, TextField } from "../../shared/ui/Field";
import { Card } from "../../shared/ui/Layout";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { MentionArea, namedIn, useColleagues } from "../notes/MentionArea";
import { causeChoices, causeWord, type Ground, type IssueView, issueKey, stateWord } from "./data";
import * as m from "./messages";

/** Moves an issue on: who, by when, why, what next, and what happened. Only what is changed is sent. */
export function FollowUp({ issue }: { issue: IssueView }) {
  const client = useQueryClient();
  const may = issue.actions.change?.allowed ?? false;
  const [state, setState] = useState(issue.state);
  const [owner, setOwner] = useState(issue.owner.id);
  const [days, setDays] = useState("");
  const [cause, setCause] = useState<string>(issue.cause);
  const [nextStep, setNextStep] = useState(issue.next_step);
  const [note, setNote] = useState("");
  const ground = useQuery({
    queryKey: ["issue-subject", issue.customer.id],
    queryFn: ({ signal }) => get<Ground>(`/issue-subject${query({ customer_id: issue.customer.id })}`, signal),
    enabled: may,
  });
  // Who may be given the issue may be named in its notes.
  const colleagues = useColleagues().filter((it) => ground.data?.owners.some((owner) => owner.id === it.id));
  const change = useMutation({
    mutationFn: () =>
      post<IssueView>(`/issues/${issue.id}/changes`, {
        row_version: issue.row_version,
        state: state === issue.state ? undefined : state,
        owner_id: owner === issue.owner.id ? undefined : owner,
        days: days === "" ? undefined : Number(days),
        cause: cause === issue.cause ? undefined : cause,
        next_step: nextStep === issue.next_step ? undefined : nextStep,
        note: note.trim() || undefined,
        mentions: note.trim() ? namedIn(note, colleagues).map((it) => it.id) : undefined,
      }),
    onSuccess: (next) => {
      client.setQueryData(issueKey(issue.id), next);
      for (const key of ["list", "work"]) void client.invalidateQueries({ queryKey: [key] });
      toast(m.saved());
    },
  });
  if (!may) return null;
  const same =
    state === issue.state &&
    owner === issue.owner.id &&
    days === "" &&
    cause === issue.cause &&
    nextStep === issue.next_step &&
    !note.trim();
  function submit(event: FormEvent) {
    event.preventDefault();
    change.mutate();
  }
  return (
    <Card className="p-4">
      <h2 className="mb-3 font-semibold">{m.change()}</h2>
      <form onSubmit={submit} className="space-y-3">
        <div className="grid grid-cols-2 gap-3">
          <SelectField
            label={m.stateNow()}
            value={state}
            onChange={(event) => setState(event.target.value as IssueView["state"])}
          >
            <option value="open">{stateWord("open")}</option>
            <option value="working">{stateWord("working")}</option>
          </SelectField>
          <SelectField label={m.owner()} value={owner} onChange={(event) => setOwner(event.target.value)}>
            <option value={issue.owner.id}>{issue.owner.name}</option>
            {ground.data?.owners
              .filter((it) => it.id !== issue.owner.id)
              .map((it) => (
                <option key={it.id} value={it.id}>
                  {it.name}
                </option>
              ))}
          </SelectField>
        </div>
        <TextField
          label={m.newDue()}
          hint={m.newDueHint()}
          type="number"
          min={0}
          max={250}
          value={days}
          onChange={(event) => setDays(event.target.value)}
        />
        <SelectField label={m.cause()} value={cause} onChange={(event) => setCause(event.target.value)}>
          <option value="">{m.causeUnknown()}</option>
          {causeChoices.map((it) => (
            <option key={it} value={it}>
              {causeWord(it)}
            </option>
          ))}
        </SelectField>
        <TextField
          label={m.nextStep()}
          maxLength={1000}
          value={nextStep}
          onChange={(event) => setNextStep(event.target.value)}
        />
        <div>
          <label htmlFor="issue-note" className="mb-1 block font-medium">
            {m.note()}
          </label>
          <MentionArea
            id="issue-note"
            aria-describedby="issue-note-hint"
            rows={3}
            maxLength={4000}
            value={note}
            onText={setNote}
            colleagues={colleagues}
            className="block w-full resize-y rounded-(--radius-control) border border-edge bg-surface px-3 py-2"
          />
          <p id="issue-note-hint" className="mt-1 text-mute">
            {m.noteHint()}
          </p>
        </div>
        <WriteFailure error={change.error} />
        <Button look="primary" type="submit" busy={change.isPending} disabled={same}>
          {m.save()}
        </Button>
      </form>
    </Card>
  );
}
