import { FileDown, RotateCcw } from "lucide-react";
import type { Confirmation, StatementContent, StatementView } from "../../shared/api/types";
import { readersInstant } from "../../shared/dates";
import { isEnglish } from "../../shared/i18n/locale";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { type Said, saidOfCustomer } from "../../shared/statement/content";
import type { Integrity } from "../../shared/statement/data";
import { Fingerprint } from "../../shared/statement/Fingerprint";
import { Button, ButtonLink } from "../../shared/ui/Button";
import { CopyButton } from "../../shared/ui/CopyButton";
import { Card, CardHeading, Facts } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import * as m from "../messages";
import * as pages from "../pages/messages";
import { OfStatement } from "../pay/OfStatement";
import * as review from "../review/messages";
import type { Answers } from "./actions";
import { filePath } from "./Summary";

/** What belongs to a statement besides its lines: who confirmed what, the files, where to pay, the fingerprint. */
export default function SidePanel({
  statement,
  content,
  integrity,
  answering,
}: {
  statement: StatementView;
  content: StatementContent | undefined;
  integrity: Integrity;
  answering: Answers;
}) {
  return (
    <aside className="space-y-4" aria-label={m.tabDetails()}>
      <Balances statement={statement} said={content ? saidOfCustomer(content) : []} />
      <Activity statement={statement} answering={answering} />
      <Payee statement={statement} />
      <Files statement={statement} />
      <Card className="p-4">
        <Fingerprint sha256={statement.sha256} state={integrity} />
        {statement.versions.length > 1 && (
          <details className="mt-3">
            <summary className="min-h-11 content-center text-brand">{shared.previousVersions()}</summary>
            <ul className="space-y-1 text-[0.8125rem] text-mute">
              {statement.versions.map((it) => (
                <li key={it.version}>
                  {shared.version({ n: it.version })}
                  {it.reason && ` · ${it.reason}`}
                </li>
              ))}
            </ul>
          </details>
        )}
      </Card>
    </aside>
  );
}

function Balances({ statement, said }: { statement: StatementView; said: Said[] }) {
  const { currency } = statement;
  return (
    <Card className="pb-4">
      <CardHeading>{pages.whereWeStand()}</CardHeading>
      <Facts
        className="px-4"
        facts={[
          [shared.closingBalance(), <Money key="c" amount={statement.closing} currency={currency} />],
          [shared.answerConfirmed(), <Money key="y" amount={statement.confirmed_amount} currency={currency} />],
          [shared.disputedAmount(), <Money key="d" amount={statement.disputed} currency={currency} />],
          [shared.undisputedBalance(), <Money key="u" amount={statement.undisputed_balance} currency={currency} />],
          [
            shared.agreedBalance(),
            <Money key="a" className="font-semibold" amount={statement.agreed_balance} currency={currency} />,
          ],
          ...said,
        ]}
      />
    </Card>
  );
}

function Activity({ statement, answering }: { statement: StatementView; answering: Answers }) {
  return (
    <Card>
      <CardHeading>{pages.activity()}</CardHeading>
      {statement.confirmations.length === 0 ? (
        <p className="px-4 pb-4 text-mute">{pages.noActivity()}</p>
      ) : (
        <ul className="divide-y divide-line">
          {statement.confirmations.map((it) => (
            <ActivityRow key={it.id} confirmation={it} statement={statement} answering={answering} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function ActivityRow({
  confirmation: it,
  statement,
  answering,
}: {
  confirmation: Confirmation;
  statement: StatementView;
  answering: Answers;
}) {
  const { organization } = useSession();
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 py-2 ps-4 pe-2">
      <div className="min-w-0 flex-1 basis-40">
        <p>
          {it.whole
            ? pages.activityWhole({ who: it.actor_name })
            : pages.activityLines({ who: it.actor_name, count: it.lines.length })}
        </p>
        <p className="text-[0.8125rem] text-mute">
          {readersInstant(it.created_at, organization.time_zone)}
          {!it.whole && (
            <>
              {" · "}
              <Money amount={it.amount} currency={statement.currency} />
            </>
          )}
        </p>
        {it.checked_by && <p className="text-[0.8125rem] text-mute">{review.checkedBy({ who: it.checked_by })}</p>}
        {it.remark && <p className="text-[0.8125rem] break-words">{pages.quoted({ text: it.remark })}</p>}
      </div>
      {it.undoable && (
        <Button look="quiet" busy={answering.reopen.isPending} onClick={() => answering.reopen.mutate(it.lines)}>
          <RotateCcw className="size-4" aria-hidden="true" />
          {m.undo()}
        </Button>
      )}
    </li>
  );
}

function Payee({ statement }: { statement: StatementView }) {
  const to = statement.organization;
  const facts: [string, string][] = [
    [shared.payee(), to.payee_name],
    [shared.bank(), to.payee_bank],
    [shared.bankAccount(), to.payee_account],
    [shared.paymentReference(), statement.statement_no],
  ];
  const terms = isEnglish() ? statement.payment_terms.en : statement.payment_terms.zh;
  return (
    <Card className="pb-3">
      <CardHeading>{pages.payTo()}</CardHeading>
      <OfStatement statement={statement} />
      <dl>
        {facts
          .filter(([, value]) => value)
          .map(([label, value]) => (
            <div key={label} className="relative ps-4 pe-13">
              <dt className="text-[0.8125rem] text-mute">{label}</dt>
              <dd>
                <span className="num break-all whitespace-normal">{value}</span>
                <span className="absolute end-2 top-0">
                  <CopyButton value={value} label={label} />
                </span>
              </dd>
            </div>
          ))}
        {terms && (
          <div className="px-4">
            <dt className="text-[0.8125rem] text-mute">{shared.paymentTerms()}</dt>
            <dd>{terms}</dd>
          </div>
        )}
      </dl>
    </Card>
  );
}

function Files({ statement }: { statement: StatementView }) {
  if (statement.actions.download && !statement.actions.download.allowed) return null;
  return (
    <Card className="no-print pb-4">
      <CardHeading>{pages.files()}</CardHeading>
      <div className="grid grid-cols-2 gap-2 px-4">
        {["pdf", "xlsx", "csv", "json", "ubl"].map((format) => (
          <ButtonLink key={format} download href={filePath(statement.id, format)}>
            <FileDown className="size-4" aria-hidden="true" />
            {format.toUpperCase()}
          </ButtonLink>
        ))}
      </div>
    </Card>
  );
}
