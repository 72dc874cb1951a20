import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bell as BellIcon } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { get, post } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { cx } from "../../shared/classes";
import { formatInstant } from "../../shared/dates";
import { isEnglish } from "../../shared/i18n/locale";
import { useSession } from "../../shared/session";
import { Button, IconButton } from "../../shared/ui/Button";
import { Loaded } from "../../shared/ui/Listed";
import { Modal } from "../../shared/ui/Modal";
import { Empty } from "../../shared/ui/states";
import { forWhom } from "../standins/messages";
import * as m from "./messages";

type Inbox = components["schemas"]["BackofficeInboxPage"];
type Told = Inbox["items"][number];

const key = ["inbox"];

const words: Record<string, (p: { who: string }) => string> = {
  "dispute.opened": m.opened,
  "dispute.written": m.written,
  "dispute.assigned": m.assigned,
  "dispute.mentioned": m.mentioned,
  "note.mentioned": m.mentioned,
  "dispute.waiting": m.waiting,
  "dispute.approved": m.approved,
  "dispute.declined": m.declined,
  "dispute.returned": m.returned,
  "dispute.withdrawn": m.withdrawn,
  "dispute.reopened": m.reopened,
  "dispute.due_soon": m.dueSoon,
  "dispute.late": m.late,
  "statement.agreed": m.agreed,
  "statement.reminded": m.notAnswered,
  "receivable.confirmed": m.receivableConfirmed,
  "receivable.rejected": m.receivableRejected,
  "finalization.prepared": m.toSign,
  "finalization.batch": m.toSignMany,
  "organization.payee_planned": m.payeePlanned,
  "organization.payee_stopped": m.payeeStopped,
  "finalization.concluded": m.concluded,
  "finalization.declined": m.declinedToSign,
  "draft.approved": m.draftApproved,
  "draft.returned": m.draftReturned,
  "issue.assigned": m.issueAssigned,
  "issue.mentioned": m.mentioned,
  "archive.history": m.historyReady,
  "issue.overdue": m.issueOverdue,
  "payment.received": m.paymentReceived,
  "payment.refunded": m.paymentRefunded,
  "payment.disputed": m.paymentDisputed,
  "payment.differs": m.paymentDiffers,
  "payment.unidentified": m.paymentUnidentified,
  "payment.refund_asked": m.refundAsked,
  "payment.refund_decided": m.refundDecided,
  "stand_in.named": m.standInNamed,
  "stand_in.ended": m.standInEnded,
  "report.ready": m.reportReady,
  "report.failed": m.reportFailed,
};

/** How much the person was told and has not read; opens the list of it. */
export default function Bell() {
  const [open, setOpen] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<Inbox>("/inbox", signal),
    refetchInterval: 60_000,
  });
  const unread = data?.unread ?? 0;
  return (
    <>
      <span className="relative">
        <IconButton label={m.open({ count: unread })} onClick={() => setOpen(true)}>
          <BellIcon className="size-5" aria-hidden="true" />
        </IconButton>
        {unread > 0 && (
          <span
            aria-hidden="true"
            className="num pointer-events-none absolute -end-0.5 -top-0.5 min-w-4 rounded-full bg-brand px-1 text-center text-[0.6875rem] leading-4 text-brand-ink"
          >
            {unread > 99 ? "99+" : unread}
          </span>
        )}
      </span>
      {open && (
        <Modal placement="drawer" title={m.title()} onClose={() => setOpen(false)}>
          <Loaded of={{ data, error, refetch }}>
            {(data) => <List inbox={data} onLeave={() => setOpen(false)} />}
          </Loaded>
        </Modal>
      )}
    </>
  );
}

function List({ inbox, onLeave }: { inbox: Inbox; onLeave: () => void }) {
  const client = useQueryClient();
  const first = inbox.items[0];
  const mark = useMutation({
    mutationFn: (up_to: string) => post("/inbox/seen", { up_to }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
  if (!first) {
    return (
      <Empty kind="nothing" title={m.none()}>
        {m.noneHint()}
      </Empty>
    );
  }
  return (
    <>
      {inbox.unread > 0 && (
        <Button look="quiet" className="mb-2" busy={mark.isPending} onClick={() => mark.mutate(first.id)}>
          {m.markAll()}
        </Button>
      )}
      <ul className="-mx-2 divide-y divide-line">
        {inbox.items.map((it) => (
          <li key={it.id}>
            <One told={it} onOpen={onLeave} />
          </li>
        ))}
      </ul>
    </>
  );
}

function One({ told, onOpen }: { told: Told; onOpen: () => void }) {
  const { organization } = useSession();
  const name = told.customer && ((isEnglish() && told.customer.name_en) || told.customer.name);
  return (
    <Link href={told.link} onClick={onOpen} className="flex gap-3 rounded-md px-2 py-2 hover:bg-sunken">
      <span
        aria-hidden="true"
        className={cx("mt-1.5 size-2 shrink-0 rounded-full", told.read ? "bg-transparent" : "bg-brand")}
      />
      <span className="min-w-0 flex-1">
        <span className={cx("block break-words", !told.read && "font-medium")}>
          {(words[told.kind] ?? m.other)({ who: told.actor_name })}
          {!told.read && <span className="sr-only"> ({m.unread()})</span>}
        </span>
        <span className="block break-words text-mute">
          {[told.for_name && forWhom({ who: told.for_name }), told.number, name].filter(Boolean).join(" · ")}
        </span>
        <time dateTime={told.at} className="block text-[0.75rem] text-mute">
          {formatInstant(told.at, organization.time_zone)}
        </time>
      </span>
    </Link>
  );
}
