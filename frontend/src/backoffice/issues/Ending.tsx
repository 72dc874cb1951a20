import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ChangeEvent, type FormEvent, useId, useState } from "react";
import { apiPath, newIntent, post } from "../../shared/api/client";
import { accepted, sendFile } from "../../shared/attachments/upload";
import { Button, buttonClass } from "../../shared/ui/Button";
import { SelectField, TextArea, TextField } from "../../shared/ui/Field";
import { Card } from "../../shared/ui/Layout";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { type IssueView, issueKey } from "./data";
import * as m from "./messages";

/** How an issue ends: closed with proof, dropped with a reason; and how an ended one is taken up again. */
export function Ending({ issue }: { issue: IssueView }) {
  const { close, drop, reopen, change } = issue.actions;
  const open = issue.state === "open" || issue.state === "working";
  return (
    <>
      {open && change?.allowed && <AddFile issue={issue} />}
      {open && close?.allowed && <Close issue={issue} />}
      {open && change?.allowed && !close?.allowed && close?.why && <p className="text-mute">{close.why}</p>}
      {drop?.allowed && (
        <Why issue={issue} path="dropping" title={m.drop()} label={m.dropReason()} done={m.dropped()} />
      )}
      {!open && reopen?.allowed && (
        <Why issue={issue} path="reopening" title={m.reopen()} label={m.reopenReason()} done={m.reopened()} />
      )}
    </>
  );
}

function useEnding(issue: IssueView, done: string) {
  const client = useQueryClient();
  return (next: IssueView) => {
    client.setQueryData(issueKey(issue.id), next);
    for (const key of ["list", "work"]) void client.invalidateQueries({ queryKey: [key] });
    toast(done);
  };
}

function AddFile({ issue }: { issue: IssueView }) {
  const client = useQueryClient();
  const id = useId();
  const add = useMutation({
    mutationFn: (file: File) => sendFile(apiPath(`/issues/${issue.id}/files/${newIntent()}`), file, () => {}),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: issueKey(issue.id) });
      toast(m.fileAdded());
    },
  });
  function chosen(event: ChangeEvent<HTMLInputElement>) {
    const file = event.target.files?.[0];
    event.target.value = "";
    if (file) add.mutate(file);
  }
  return (
    <div>
      <label
        htmlFor={id}
        className={`${buttonClass("secondary")} cursor-pointer focus-within:outline-2 focus-within:outline-brand`}
      >
        {m.addFile()}
        <input id={id} type="file" accept={accepted} disabled={add.isPending} onChange={chosen} className="sr-only" />
      </label>
      <WriteFailure error={add.error} />
    </div>
  );
}

function Close({ issue }: { issue: IssueView }) {
  const done = useEnding(issue, m.closed());
  const [text, setText] = useState("");
  const [file, setFile] = useState("");
  const [document, setDocument] = useState("");
  const close = useMutation({
    mutationFn: () =>
      post<IssueView>(`/issues/${issue.id}/closing`, {
        row_version: issue.row_version,
        text: text.trim(),
        file_id: file || undefined,
        document_no: document.trim() || undefined,
      }),
    onSuccess: done,
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    close.mutate();
  }
  return (
    <Card className="p-4">
      <h2 className="font-semibold">{m.proof()}</h2>
      <p className="mb-3 text-mute">{m.proofHint()}</p>
      <form onSubmit={submit} className="space-y-3">
        <TextArea
          label={m.proofText()}
          required
          maxLength={4000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {issue.files.length > 0 && (
          <SelectField label={m.proofFile()} value={file} onChange={(event) => setFile(event.target.value)}>
            <option value="">{m.noFile()}</option>
            {issue.files.map((it) => (
              <option key={it.id} value={it.id}>
                {it.name}
              </option>
            ))}
          </SelectField>
        )}
        <TextField
          label={m.proofDocument()}
          maxLength={100}
          value={document}
          onChange={(event) => setDocument(event.target.value)}
        />
        <WriteFailure error={close.error} />
        <Button look="primary" type="submit" busy={close.isPending} disabled={!text.trim()}>
          {m.close()}
        </Button>
      </form>
    </Card>
  );
}

function Why({
  issue,
  path,
  title,
  label,
  done,
}: {
  issue: IssueView;
  path: "dropping" | "reopening";
  title: string;
  label: string;
  done: string;
}) {
  const finish = useEnding(issue, done);
  const [asking, setAsking] = useState(false);
  const [text, setText] = useState("");
  const act = useMutation({
    mutationFn: () =>
      post<IssueView>(`/issues/${issue.id}/${path}`, { row_version: issue.row_version, text: text.trim() }),
    onSuccess: finish,
  });
  if (!asking) {
    return <Button onClick={() => setAsking(true)}>{title}</Button>;
  }
  return (
    <Card className="p-4">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate();
        }}
        className="space-y-3"
      >
        <TextArea
          label={label}
          required
          maxLength={4000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <WriteFailure error={act.error} />
        <Button type="submit" busy={act.isPending} disabled={!text.trim()}>
          {title}
        </Button>
      </form>
    </Card>
  );
}
