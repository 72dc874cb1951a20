import { CircleCheck } from "lucide-react";
import type { ReactNode } from "react";
import { formatInstant } from "../dates";
import { isZero, negate } from "../money";
import { useSession } from "../session";
import { Card, CardHeading } from "../ui/Layout";
import { Money } from "../ui/Money";
import { Notice } from "../ui/states";
import * as m from "./messages";
import type { Reconciliation, ReconciliationSection } from "./types";
import { itemKindLabel, sectionLabel } from "./words";

/**
 * The reconciliation report as both sides read it. The server's amounts say what the seller's balance is higher by, so
 * on the way from that balance to the customer's each is taken off.
 */
export function ReportView({
  report,
  disputeLink,
  children,
}: {
  report: Reconciliation;
  disputeLink: (id: string, no: string) => ReactNode;
  children?: ReactNode;
}) {
  const { organization } = useSession();
  const sections = report.sections.filter((it) => it.entries.length > 0);
  return (
    <div className="max-w-4xl space-y-4">
      <Proof report={report} />
      <Card className="p-4 sm:p-5">
        <Row label={m.ourClosing()} amount={report.closing} currency={report.currency} strong />
        {sections.map((it) => (
          <Row key={it.key} label={sectionLabel(it.key)} amount={negate(it.total)} currency={report.currency} />
        ))}
        <Row label={m.explained()} amount={report.explained} currency={report.currency} strong line />
        <Row
          label={
            report.their_closing
              ? `${m.theirClosing()} · ${report.closing_typed ? m.typed() : m.fromFile()}`
              : m.theirClosing()
          }
          amount={report.their_closing}
          currency={report.currency}
        />
        <Row label={m.unexplained()} amount={report.unexplained} currency={report.currency} strong line />
        {report.causes.map((it) => (
          <Row
            key={it.code}
            label={it.code === "opening_differs" ? m.causeOpening() : m.causeFile()}
            amount={it.amount}
            currency={report.currency}
          />
        ))}
        {children}
      </Card>
      {sections.map((it) => (
        <Section key={it.key} section={it} currency={report.currency} disputeLink={disputeLink} />
      ))}
      <p className="text-[0.8125rem] text-mute">
        {report.file_name}
        {report.completed_at &&
          ` · ${m.completedBy({ who: report.completed_by ?? "", when: formatInstant(report.completed_at, organization.time_zone) })}`}
      </p>
    </div>
  );
}

function Proof({ report }: { report: Reconciliation }) {
  return (
    <>
      {report.provisional && <Notice tone="info">{m.provisional()}</Notice>}
      {!report.their_closing ? (
        <Notice tone="warn">{m.noBalance()}</Notice>
      ) : report.zero ? (
        <Notice tone="ok" role="status">
          <span className="flex items-center gap-2 font-medium">
            <CircleCheck className="size-5 shrink-0" aria-hidden="true" />
            {m.zero()}
          </span>
        </Notice>
      ) : (
        <Notice tone="bad" role="status">
          {m.notZero()}
        </Notice>
      )}
    </>
  );
}

function Row({
  label,
  amount,
  currency,
  strong = false,
  line = false,
}: {
  label: string;
  amount: string | undefined;
  currency: string;
  strong?: boolean;
  line?: boolean;
}) {
  return (
    <div
      className={`flex flex-wrap items-baseline justify-between gap-x-4 py-1.5 ${line ? "mt-1 border-t border-line" : ""} ${strong ? "font-semibold" : ""}`}
    >
      <span className="min-w-0">{label}</span>
      <span className="ms-auto">{amount ? <Money amount={amount} currency={currency} /> : "–"}</span>
    </div>
  );
}

function Section({
  section,
  currency,
  disputeLink,
}: {
  section: ReconciliationSection;
  currency: string;
  disputeLink: (id: string, no: string) => ReactNode;
}) {
  return (
    <Card>
      <CardHeading action={<Money amount={negate(section.total)} currency={currency} className="pe-2 font-semibold" />}>
        {sectionLabel(section.key)}
      </CardHeading>
      <ul className="divide-y divide-line border-t border-line">
        {section.entries.map((it, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries have no key of their own and keep their order
          <li key={at} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 px-4 py-2.5">
            <span className="min-w-0 flex-1 basis-52">
              <span className="block font-medium break-words">{it.document_no || it.description || "–"}</span>
              <span className="block text-[0.8125rem] break-words text-mute">
                {[
                  it.kind && itemKindLabel(it.kind),
                  it.on,
                  m.days({ count: it.days }),
                  it.carried && m.carriedOver(),
                  it.document_no && it.description,
                  it.credit_no,
                  it.note,
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
              {it.dispute_id && it.dispute_no && (
                <span className="block text-[0.8125rem]">{disputeLink(it.dispute_id, it.dispute_no)}</span>
              )}
            </span>
            <Money
              amount={isZero(it.amount) ? it.amount : negate(it.amount)}
              currency={currency}
              className="ms-auto font-semibold"
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
