import { useState } from "react";
import { Link } from "wouter";
import { query } from "../../shared/api/client";
import type { CustomerRef, RunPreview, RunSelection } from "../../shared/api/types";
import { Button } from "../../shared/ui/Button";
import { ReasonModal } from "../../shared/ui/FormModal";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Chip } from "../../shared/ui/Status";
import { FoundDocuments } from "./FoundDocuments";
import { LeaveOut } from "./LeaveOut";
import * as m from "./messages";
import type { Exception, Finding } from "./types";
import { checkLabel, cycleLabel } from "./words";

export interface Exceptions {
  excluded: (Exception & { name: string })[];
  released: (Exception & { name: string })[];
}

/** The checks that name documents. */
const named = new Set(["tax_rate", "tax_amount", "duplicate", "unposted", "proof"]);

type Asked = { what: keyof Exceptions; customer: CustomerRef };

/** What the checks found, who is left out or released by hand, and who is passed over because the cycle does not end. */
export function PreCheck({
  selection,
  preview,
  exceptions,
  onChange,
}: {
  selection: RunSelection;
  preview: RunPreview;
  exceptions: Exceptions;
  onChange: (next: Exceptions) => void;
}) {
  const [asked, setAsked] = useState<Asked>();
  const [listed, setListed] = useState<Finding>();
  const groups = new Map<string, Finding[]>();
  for (const it of preview.findings) groups.set(it.check, [...(groups.get(it.check) ?? []), it]);
  function act(it: Finding) {
    if (!it.customer) return null;
    const customer = it.customer;
    return (
      <span className="ms-auto flex gap-1">
        {it.blocks && (
          <Button look="quiet" onClick={() => setAsked({ what: "released", customer })}>
            {m.release()}
            <span className="sr-only"> {customer.name}</span>
          </Button>
        )}
        <Button look="quiet" onClick={() => setAsked({ what: "excluded", customer })}>
          {m.leaveOut()}
          <span className="sr-only"> {customer.name}</span>
        </Button>
      </span>
    );
  }
  return (
    <>
      <Card className="pb-2">
        <CardHeading>{m.checks()}</CardHeading>
        {preview.findings.length === 0 && <p className="px-4 pb-2 text-mute">{m.checksClean()}</p>}
        {preview.blocked > 0 && (
          <p className="px-4 pb-2 font-medium text-bad">{m.blockedCount({ count: preview.blocked })}</p>
        )}
        {[...groups].map(([check, findings]) => (
          <details key={check} open={findings.length <= 5 || findings.some((it) => it.blocks)} className="px-4 py-1">
            <summary className="min-h-8 content-center font-medium">
              {checkLabel(check)}{" "}
              <span className="num text-mute">{preview.checked.find((it) => it.key === check)?.count}</span>{" "}
              <Chip tone={findings.some((it) => it.blocks) ? "bad" : "warn"}>
                {findings.some((it) => it.blocks) ? m.blocks() : m.warns()}
              </Chip>
            </summary>
            <ul className="max-h-72 divide-y divide-line overflow-y-auto">
              {findings.map((it) => (
                <li key={it.customer?.id ?? "all"} className="flex flex-wrap items-center gap-x-4 py-1.5">
                  {it.customer ? (
                    <Link href={`/console/customers/${it.customer.id}`} className="text-brand hover:underline">
                      {it.customer.name}
                    </Link>
                  ) : (
                    <span>{m.everyCustomer()}</span>
                  )}
                  <span className="num flex flex-wrap gap-x-2 text-mute">
                    {it.documents.map((number) => (
                      <Link
                        key={number}
                        href={`/console/documents${query({ q: number, customer_id: it.customer?.id })}`}
                        className="text-brand hover:underline"
                      >
                        {number}
                      </Link>
                    ))}
                    {it.customer &&
                    (it.count > it.documents.length || it.check === "unposted") &&
                    named.has(it.check) ? (
                      <Button look="quiet" onClick={() => setListed(it)}>
                        {it.documents.length > 0 ? `+${it.count - it.documents.length}` : it.count}
                        <span className="sr-only">
                          {" "}
                          {m.foundTitle({ check: checkLabel(it.check), name: it.customer.name })}
                        </span>
                      </Button>
                    ) : (
                      it.documents.length === 0 && it.count > 1 && it.count
                    )}
                  </span>
                  {act(it)}
                </li>
              ))}
            </ul>
          </details>
        ))}
      </Card>
      {preview.customers > 0 && (
        <LeaveOut
          selection={selection}
          left={exceptions.excluded.map((it) => it.customer_id)}
          onPick={(customer) => setAsked({ what: "excluded", customer })}
        />
      )}
      {(["excluded", "released"] as const).map(
        (what) =>
          exceptions[what].length > 0 && (
            <Card key={what} className="pb-2">
              <CardHeading>{what === "excluded" ? m.leftOutByHand() : m.releasedByHand()}</CardHeading>
              <ul className="divide-y divide-line">
                {exceptions[what].map((it) => (
                  <li key={it.customer_id} className="flex flex-wrap items-center gap-x-4 px-4 py-1.5">
                    <span>{it.name}</span>
                    <span className="break-words text-mute">{it.reason}</span>
                    <Button
                      look="quiet"
                      className="ms-auto"
                      onClick={() =>
                        onChange({ ...exceptions, [what]: exceptions[what].filter((other) => other !== it) })
                      }
                    >
                      {m.takeBack()}
                      <span className="sr-only"> {it.name}</span>
                    </Button>
                  </li>
                ))}
              </ul>
            </Card>
          ),
      )}
      {preview.not_due_count > 0 && (
        <Card className="pb-2">
          <details className="px-4 py-2">
            <summary className="min-h-8 content-center font-medium">
              {m.notDue({ count: preview.not_due_count })}
            </summary>
            <ul className="max-h-72 divide-y divide-line overflow-y-auto">
              {preview.not_due.map((it) => (
                <li key={it.customer.id} className="flex flex-wrap justify-between gap-x-4 py-1.5">
                  <Link href={`/console/customers/${it.customer.id}`} className="text-brand hover:underline">
                    {it.customer.name}
                  </Link>
                  <span className="text-mute">
                    {cycleLabel(it.cycle)}
                    {it.cut_off && (
                      <span className="num"> · {m.notDueNext({ start: it.period_start ?? "", end: it.cut_off })}</span>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          </details>
        </Card>
      )}
      {listed?.customer && (
        <FoundDocuments
          scope={{ ...selection, excluded: [], released: [] }}
          customer={listed.customer}
          check={listed.check}
          onClose={() => setListed(undefined)}
        />
      )}
      {asked && (
        <ReasonModal
          label={m.reason()}
          title={
            asked.what === "excluded"
              ? m.leaveOutTitle({ name: asked.customer.name })
              : m.releaseTitle({ name: asked.customer.name })
          }
          action={asked.what === "excluded" ? m.leaveOut() : m.release()}
          onClose={() => setAsked(undefined)}
          onGive={(reason) => {
            const { what, customer } = asked;
            const others = exceptions[what].filter((it) => it.customer_id !== customer.id);
            onChange({ ...exceptions, [what]: [...others, { customer_id: customer.id, reason, name: customer.name }] });
            setAsked(undefined);
          }}
        />
      )}
    </>
  );
}
