import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { get, post, query } from "../../shared/api/client";
import { Button } from "../../shared/ui/Button";
import { SelectField, TextArea, TextField } from "../../shared/ui/Field";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Failure, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { UpLink } from "../../shared/ui/UpLink";
import { useParams } from "../../shared/useParams";
import { CustomerPicker, type Picked } from "../drafts/CustomerPicker";
import { causeChoices, causeWord, type Ground, type IssueView } from "./data";
import * as m from "./messages";

/** Raises an issue about what the address names, or about a customer that is chosen here. */
export default function NewIssue() {
  const [params] = useParams();
  const [picked, setPicked] = useState<Picked>();
  const [line, setLine] = useState(params.get("line") ?? "");
  const statement = params.get("statement_id") ?? undefined;
  const about = {
    dispute_id: params.get("dispute_id") ?? undefined,
    item_id: params.get("item_id") ?? undefined,
    statement_id: statement,
    line: statement ? line || undefined : undefined,
    customer_id: params.get("customer_id") ?? picked?.id,
  };
  const named = about.dispute_id || about.item_id || (statement && line) || about.customer_id;
  const ground = useQuery({
    queryKey: ["issue-subject", about],
    queryFn: ({ signal }) => get<Ground>(`/issue-subject${query(about)}`, signal),
    enabled: Boolean(named),
    retry: false,
  });
  const byHand = !about.dispute_id && !about.item_id && !statement && !params.get("customer_id");
  return (
    <div className="max-w-2xl">
      <UpLink href="/console/issues">{m.title()}</UpLink>
      <PageTitle>{m.raiseTitle()}</PageTitle>
      <Card className="space-y-4 p-4">
        {byHand && <CustomerPicker picked={picked} onPick={setPicked} />}
        {statement && (
          <TextField
            label={m.lineNo()}
            hint={m.lineNoHint()}
            inputMode="numeric"
            pattern="[0-9]*"
            value={line}
            onChange={(event) => setLine(event.target.value.replace(/\D/g, ""))}
          />
        )}
        {ground.error ? (
          <Failure error={ground.error} onRetry={() => void ground.refetch()} />
        ) : (
          ground.data && <Form key={JSON.stringify(about)} ground={ground.data} about={about} />
        )}
      </Card>
    </div>
  );
}

function Form({ ground, about }: { ground: Ground; about: Record<string, string | undefined> }) {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [title, setTitle] = useState("");
  const [description, setDescription] = useState("");
  const [cause, setCause] = useState("");
  const [nextStep, setNextStep] = useState("");
  const [owner, setOwner] = useState(ground.owner_id ?? "");
  const [days, setDays] = useState("5");
  const raise = useMutation({
    mutationFn: () =>
      post<IssueView>("/issues", {
        ...about,
        line: about.line ? Number(about.line) : undefined,
        title: title.trim(),
        description,
        cause,
        next_step: nextStep,
        owner_id: owner,
        days: Number(days),
      }),
    onSuccess: (made) => {
      for (const key of ["list", "work"]) void client.invalidateQueries({ queryKey: [key] });
      toast(m.raised());
      navigate(`/console/issues/${made.id}`);
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    raise.mutate();
  }
  return (
    <form onSubmit={submit} className="space-y-4">
      <div>
        <span className="mb-1 block font-medium">{m.about()}</span>
        <p className="break-words">
          {[ground.customer.name, ground.no, ground.text].filter(Boolean).join(" · ")}{" "}
          {ground.amount && ground.currency && <Money amount={ground.amount} currency={ground.currency} code />}
        </p>
      </div>
      <TextField
        label={m.issueTitle()}
        hint={m.issueTitleHint()}
        required
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
      />
      <TextArea
        label={m.description()}
        maxLength={4000}
        value={description}
        onChange={(event) => setDescription(event.target.value)}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField label={m.owner()} required value={owner} onChange={(event) => setOwner(event.target.value)}>
          <option value="" />
          {ground.owners.map((it) => (
            <option key={it.id} value={it.id}>
              {it.name}
            </option>
          ))}
        </SelectField>
        <TextField
          label={m.dueIn()}
          hint={m.dueInHint()}
          type="number"
          min={1}
          max={250}
          required
          value={days}
          onChange={(event) => setDays(event.target.value)}
        />
      </div>
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
      <WriteFailure error={raise.error} />
      <Button look="primary" type="submit" busy={raise.isPending} disabled={!title.trim() || !owner}>
        {m.raise()}
      </Button>
    </form>
  );
}
