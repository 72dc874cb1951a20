import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type FormEvent, useState } from "react";
import { ApiError, get, newIntent, post } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { formatInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Button, IconButton } from "../../shared/ui/Button";
import { TextArea, TextField } from "../../shared/ui/Field";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { Failure, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { UpLink } from "../../shared/ui/UpLink";
import { Opening } from "../Opening";
import * as m from "./messages";
import { ruleWord } from "./words";

type RulePage = components["schemas"]["BackofficeSettlingRulesPage"];
type RuleSet = components["schemas"]["BackofficeSettlingRules"];

const every = ["reduces", "reference", "order", "exact_one", "total", "exact_sum", "oldest_first"];

/** The rules of automatic allocation in their order, and every version there was. */
export default function Rules() {
  const { data, error, refetch } = useQuery({
    queryKey: ["allocation-rules"],
    queryFn: ({ signal }) => get<RulePage>("/allocation-rules", signal),
  });
  const { organization } = useSession();
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  const now = data?.items[0];
  if (!data || !now) return <Opening />;
  return (
    <>
      <UpLink href="/console/allocation/runs">{m.autoAll()}</UpLink>
      <PageTitle>{m.rulesTitle()}</PageTitle>
      <p className="mb-4 max-w-3xl text-mute">{m.rulesIntro()}</p>
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
        <RulesForm key={now.version} now={now} mayChange={data.change.allowed} why={data.change.why} />
        <Card>
          <CardHeading>{m.versionHistory()}</CardHeading>
          <ul className="divide-y divide-line">
            {data.items.map((it) => (
              <li key={it.version} className="px-4 py-2">
                <p className="font-medium">{m.version({ no: it.version })}</p>
                <p className="text-[0.8125rem] text-mute">
                  {it.created_at
                    ? m.changedBy({
                        who: it.made_by ?? "",
                        when: formatInstant(it.created_at, organization.time_zone),
                      })
                    : m.programDefault()}
                </p>
                {it.reason && <p className="break-words">{it.reason}</p>}
                <p className="text-[0.8125rem] text-mute">
                  {it.rules.map((rule) => ruleWord(rule)).join(" → ")} · {it.tolerance}
                </p>
              </li>
            ))}
          </ul>
        </Card>
      </div>
    </>
  );
}

function RulesForm({ now, mayChange, why }: { now: RuleSet; mayChange: boolean; why: string | undefined }) {
  const client = useQueryClient();
  const [order, setOrder] = useState([...now.rules, ...every.filter((rule) => !now.rules.includes(rule))]);
  const [used, setUsed] = useState(new Set(now.rules));
  const [tolerance, setTolerance] = useState(now.tolerance);
  const [discount, setDiscount] = useState(now.discount);
  const [reason, setReason] = useState("");
  const save = useMutation({
    mutationFn: () =>
      post<RuleSet>(
        "/allocation-rules",
        {
          based: now.version,
          rules: order.filter((rule) => used.has(rule)),
          tolerance: tolerance.trim(),
          discount,
          reason: reason.trim(),
        },
        newIntent(),
      ),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["allocation-rules"] });
      toast(m.savedRules());
    },
  });
  const fields = save.error instanceof ApiError ? save.error.problem.fields : undefined;
  const fault = (name: string) => fields?.find((it) => it.field.endsWith(name))?.message;

  function move(at: number, by: number) {
    const next = [...order];
    const [one, other] = [next[at], next[at + by]];
    if (one === undefined || other === undefined) return;
    next[at] = other;
    next[at + by] = one;
    setOrder(next);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }

  return (
    <Card className="p-4">
      <form onSubmit={submit} className="space-y-4">
        <fieldset disabled={!mayChange} className="space-y-4">
          <ol className="divide-y divide-line rounded-(--radius-control) border border-line">
            {order.map((rule, at) => (
              <li key={rule} className="flex items-center gap-2 px-3">
                <span className="num w-5 text-mute">{at + 1}</span>
                <label className="flex min-h-(--control) min-w-0 flex-1 items-center gap-2 py-1">
                  <input
                    type="checkbox"
                    className="size-4 shrink-0"
                    aria-label={m.applyRule({ rule: ruleWord(rule) })}
                    checked={used.has(rule)}
                    onChange={() => {
                      const next = new Set(used);
                      if (!next.delete(rule)) next.add(rule);
                      setUsed(next);
                    }}
                  />
                  <span className={used.has(rule) ? undefined : "text-mute line-through"}>{ruleWord(rule)}</span>
                </label>
                <IconButton label={m.moveUp({ rule: ruleWord(rule) })} disabled={at === 0} onClick={() => move(at, -1)}>
                  <ArrowUp className="size-4" aria-hidden="true" />
                </IconButton>
                <IconButton
                  label={m.moveDown({ rule: ruleWord(rule) })}
                  disabled={at === order.length - 1}
                  onClick={() => move(at, 1)}
                >
                  <ArrowDown className="size-4" aria-hidden="true" />
                </IconButton>
              </li>
            ))}
          </ol>
          <TextField
            label={m.tolerance()}
            hint={m.toleranceHint()}
            error={fault("tolerance")}
            inputMode="decimal"
            required
            value={tolerance}
            onChange={(event) => setTolerance(event.target.value)}
          />
          <label className="flex min-h-(--control) items-center gap-2">
            <input
              type="checkbox"
              className="size-4"
              checked={discount}
              onChange={(event) => setDiscount(event.target.checked)}
            />
            {m.discountRule()}
          </label>
          <TextArea
            label={m.reason()}
            required
            maxLength={1000}
            error={fault("reason")}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </fieldset>
        {!fields?.length && <WriteFailure error={save.error} />}
        {!mayChange && why && <p className="text-mute">{why}</p>}
        <Button look="primary" type="submit" busy={save.isPending} disabled={!mayChange || !reason.trim()}>
          {m.saveRules()}
        </Button>
      </form>
    </Card>
  );
}
