import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ChevronLeft } from "lucide-react";
import { type FormEvent, type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { get, post } from "../../shared/api/client";
import type { Attachment, DisputeView, Page, Staff } from "../../shared/api/types";
import { FilePicker } from "../../shared/attachments/FilePicker";
import { WithdrawFile } from "../../shared/attachments/WithdrawFile";
import { cx } from "../../shared/classes";
import { Thread } from "../../shared/disputes/Thread";
import { useMarkRead } from "../../shared/disputes/useMarkRead";
import { useReply } from "../../shared/disputes/useReply";
import { useFieldFacts } from "../../shared/fields/data";
import { categoryLabel, disputeStateLabel, disputeStateTone } from "../../shared/labels";
import { useMedia } from "../../shared/media";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { Button, IconButton } from "../../shared/ui/Button";
import { Modal } from "../../shared/ui/Modal";
import { Money } from "../../shared/ui/Money";
import { Chip } from "../../shared/ui/Status";
import { Failure, WriteFailure } from "../../shared/ui/states";
import * as m from "../messages";
import { MentionArea, namedIn, useColleagues } from "../notes/MentionArea";
import { Opening } from "../Opening";
import { Deadline } from "./QueueRow";
import { SidePanel } from "./SidePanel";

export const disputeKey = (id: string) => ["dispute", id];

/** One dispute: what it is about, the thread, and its resolution beside it (a drawer below 1280 px). */
export function DisputePanel({
  id,
  resolving,
  onResolving,
  onBack,
  onDone,
}: {
  id: string;
  resolving: boolean;
  onResolving: (open: boolean) => void;
  onBack: () => void;
  onDone: () => void;
}) {
  const roomy = useMedia("(min-width: 80rem)");
  const { data, error, refetch } = useQuery({
    queryKey: disputeKey(id),
    queryFn: ({ signal }) => get<DisputeView>(`/disputes/${id}`, signal),
    refetchInterval: 20_000, // a conversation goes on while both look at it
  });
  useMarkRead(data);
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Opening />;
  const panel = <SidePanel key={data.row_version} dispute={data} onDone={onDone} onReload={() => void refetch()} />;
  return (
    <div className="flex h-full min-h-0">
      <div className="flex min-w-0 flex-1 flex-col">
        <Head dispute={data} onBack={onBack} onResolve={roomy ? undefined : () => onResolving(true)} />
        <Conversation dispute={data} />
      </div>
      {roomy ? (
        <aside
          aria-label={m.resolution()}
          data-resolution=""
          className="no-print w-[22.5rem] shrink-0 overflow-y-auto border-s border-line bg-surface p-4"
        >
          {panel}
        </aside>
      ) : (
        resolving && (
          <Modal placement="drawer" title={m.resolution()} onClose={() => onResolving(false)}>
            {panel}
          </Modal>
        )
      )}
    </div>
  );
}

function Head({
  dispute,
  onBack,
  onResolve,
}: {
  dispute: DisputeView;
  onBack: () => void;
  onResolve: (() => void) | undefined;
}) {
  const { currency } = dispute;
  const said = useFieldFacts("dispute", dispute.fields);
  const facts: [string, ReactNode][] = [
    [
      shared.customer(),
      <Link key="c" href={`/console/customers/${dispute.customer.id}`} className="text-brand hover:underline">
        {dispute.customer.name}
      </Link>,
    ],
    [
      shared.document(),
      dispute.document_id ? (
        <Link key="d" href={`/console/documents/${dispute.document_id}`} className="text-brand hover:underline">
          {dispute.document_no}
        </Link>
      ) : (
        dispute.document_no
      ),
    ],
    [
      shared.statement(),
      <Link key="s" href={`/console/statements/${dispute.statement_id}`} className="text-brand hover:underline">
        {dispute.statement_no}
      </Link>,
    ],
    [shared.reason(), categoryLabel(dispute.category)],
    [shared.lineAmount(), <Money key="l" amount={dispute.line_amount} currency={currency} />],
    [
      shared.disputedAmount(),
      <Money key="a" amount={dispute.disputed_amount} currency={currency} className="font-semibold" />,
    ],
    [
      shared.customerFigure(),
      dispute.customer_figure && <Money amount={dispute.customer_figure} currency={currency} />,
    ],
    ...said,
    [m.assignee(), <Assignee key="w" dispute={dispute} />],
  ];
  return (
    <header className="border-b border-line bg-surface px-4 py-3 lg:px-5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <IconButton label={shared.back()} className="-ms-2 md:hidden" onClick={onBack}>
          <ChevronLeft className="size-5" aria-hidden="true" />
        </IconButton>
        <h2 className="text-[1.0625rem] font-semibold">{dispute.dispute_no}</h2>
        <Chip tone={disputeStateTone(dispute.state)}>{disputeStateLabel(dispute.state)}</Chip>
        <Deadline dispute={dispute} />
        {onResolve && (
          <Button look="primary" className="ms-auto" onClick={onResolve}>
            {m.resolution()} <kbd className="font-mono max-md:hidden">E</kbd>
          </Button>
        )}
      </div>
      <dl className="mt-2.5 grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-x-4 gap-y-2">
        {facts
          .filter(([, value]) => value)
          .map(([label, value]) => (
            <div key={label} className="min-w-0">
              <dt className="text-[0.75rem] text-mute">{label}</dt>
              <dd className="break-words">{value}</dd>
            </div>
          ))}
      </dl>
      <p
        className={cx(
          "mt-2",
          dispute.waiting_for === "staff" || dispute.waiting_for === "approver" ? "font-medium" : "text-mute",
        )}
      >
        {dispute.expected}
      </p>
      {dispute.line.description && <p className="mt-2 text-mute">{dispute.line.description}</p>}
    </header>
  );
}

function Assignee({ dispute }: { dispute: DisputeView }) {
  const client = useQueryClient();
  const staff = useStaff();
  const assign = useMutation({
    mutationFn: (staff_id: string) =>
      post<DisputeView>(`/disputes/${dispute.id}/assignment`, { row_version: dispute.row_version, staff_id }),
    onSuccess: (view) => {
      client.setQueryData(disputeKey(view.id), view);
      void client.invalidateQueries({ queryKey: ["list"] });
    },
  });
  const known = !dispute.assignee || staff.some((it) => it.id === dispute.assignee?.id);
  return (
    <>
      <select
        data-assign=""
        aria-label={m.assignee()}
        value={dispute.assignee?.id ?? ""}
        disabled={assign.isPending || dispute.actions.assign?.allowed === false}
        title={dispute.actions.assign?.why}
        onChange={(event) => assign.mutate(event.target.value)}
        className="-ms-1 min-h-7 max-w-full rounded-md border border-line bg-surface px-1 hover:border-edge"
      >
        <option value="" disabled>
          {m.nobody()}
        </option>
        {!known && dispute.assignee && <option value={dispute.assignee.id}>{dispute.assignee.name}</option>}
        {staff.map((it) => (
          <option key={it.id} value={it.id}>
            {it.name}
          </option>
        ))}
      </select>
      {assign.error && <WriteFailure error={assign.error} />}
    </>
  );
}

function useStaff(): Staff[] {
  const { data } = useQuery({
    queryKey: ["staff"],
    queryFn: ({ signal }) => get<Page<Staff>>("/staff", signal),
    staleTime: 300_000,
  });
  return data?.items ?? [];
}

function Conversation({ dispute }: { dispute: DisputeView }) {
  const { organization } = useSession();
  const client = useQueryClient();
  const [withdrawing, setWithdrawing] = useState<Attachment>();
  const region = useRef<HTMLElement>(null);
  const last = dispute.messages.at(-1)?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest message is what is looked for, each time there is one
  useLayoutEffect(() => {
    region.current?.scrollTo({ top: region.current.scrollHeight });
  }, [dispute.id, last]);
  return (
    <>
      <section
        ref={region}
        className="min-h-0 flex-1 overflow-y-auto px-4 py-4 lg:px-5"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={shared.conversation()}
      >
        <Thread
          messages={dispute.messages}
          readers={dispute.readers}
          currency={dispute.currency}
          timeZone={organization.time_zone}
          onWithdraw={setWithdrawing}
        />
      </section>
      {dispute.actions.message?.allowed !== false && <Reply key={dispute.id} id={dispute.id} />}
      {withdrawing && (
        <WithdrawFile
          file={withdrawing}
          onClose={() => setWithdrawing(undefined)}
          onDone={() => {
            setWithdrawing(undefined);
            void client.invalidateQueries({ queryKey: disputeKey(dispute.id) });
          }}
        />
      )}
    </>
  );
}

function Reply({ id }: { id: string }) {
  const reply = useReply(id);
  const [internal, setInternal] = useState(false);
  const colleagues = useColleagues();
  function submit(event: FormEvent | KeyboardEvent) {
    event.preventDefault();
    const named = internal ? namedIn(reply.text, colleagues).map((it) => it.id) : [];
    void reply.send({ internal, ...(named.length > 0 ? { mentions: named } : {}) }, internal);
  }
  return (
    <form
      onSubmit={submit}
      className={cx("no-print border-t p-3", internal ? "border-hold bg-hold-bg" : "border-line bg-surface")}
    >
      <MentionArea
        data-reply=""
        aria-label={m.reply()}
        aria-keyshortcuts="R"
        rows={2}
        maxLength={4000}
        placeholder={internal ? m.internalHint() : m.replyHint()}
        value={reply.text}
        onText={reply.setText}
        colleagues={internal ? colleagues : []}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event);
          if (event.key === "Escape") event.currentTarget.blur();
        }}
        className="block w-full resize-y rounded-md border border-edge bg-surface px-3 py-2 text-[0.875rem]"
      />
      <div className="mt-2">
        <FilePicker uploads={reply.uploads} compact onRetried={(all) => void reply.retried(all)} />
      </div>
      <WriteFailure error={reply.error} />
      <div className="mt-2 flex flex-wrap items-center justify-between gap-2">
        <label className="flex min-h-8 items-center gap-2">
          <input
            type="checkbox"
            className="size-4"
            checked={internal}
            onChange={(event) => setInternal(event.target.checked)}
          />
          {m.internalOnly()}
        </label>
        <Button look="primary" type="submit" busy={reply.busy} disabled={reply.empty}>
          {internal ? m.addNote() : shared.send()}
        </Button>
      </div>
    </form>
  );
}
