import { CircleCheck, TriangleAlert } from "lucide-react";
import { Link } from "wouter";
import { cx } from "../../shared/classes";
import { isZero } from "../../shared/money";
import { Facts } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Chip } from "../../shared/ui/Status";
import * as m from "./messages";
import type { Reading, Reason } from "./types";
import { isAgainst, reasonWord, ruleWord } from "./words";

interface ReadingCardProps {
  reading: Reading;
  no: number;
  currency: string;
  chosen: boolean;
  onChoose: () => void;
}

/** One way to read a line: whose money, by which rule, what speaks for and against it, and what would come of it. */
export function ReadingCard({ reading: it, no, currency, chosen, onChoose }: ReadingCardProps) {
  const against = it.reasons.filter(isAgainst);
  const speaksFor = it.reasons.filter((reason) => !isAgainst(reason));
  return (
    <li
      className={cx(
        "rounded-(--radius-control) border",
        chosen ? "border-brand ring-1 ring-brand" : "border-line hover:border-edge",
      )}
    >
      <button
        type="button"
        aria-pressed={chosen}
        aria-label={`${m.choose({ no })} ${it.customer_name} ${ruleWord(it.rule)}`}
        data-enter-posts={chosen ? "" : undefined}
        onClick={onChoose}
        className={cx(
          "flex min-h-(--control) w-full flex-wrap items-center gap-x-3 gap-y-1 rounded-t-(--radius-control) px-3 py-2 text-start",
          chosen ? "bg-brand-bg" : "hover:bg-sunken",
        )}
      >
        <kbd className="rounded border border-edge bg-surface px-1.5 font-mono text-[0.75rem]">{no}</kbd>
        <span className="min-w-0 flex-1 basis-48 font-medium break-words">
          <span className="num text-mute">{it.customer_code}</span> {it.customer_name}
        </span>
        <span className="text-mute">{ruleWord(it.rule)}</span>
        {chosen && <Chip tone="brand">{m.chosen()}</Chip>}
      </button>
      <div className="grid gap-3 px-3 pt-2 pb-3 sm:grid-cols-2">
        <div className="grid content-start gap-2">
          <Reasons word={m.forIt()} reasons={speaksFor} />
          <Reasons word={m.againstIt()} reasons={against} warn />
        </div>
        <div>
          <h4 className="text-[0.8125rem] font-medium text-mute">{m.pays()}</h4>
          <Facts
            facts={[
              ...it.takes.map((take): [string, React.ReactNode] => [
                take.document_no,
                <Link
                  key={take.item_id}
                  href={`/console/documents/${take.document_id}`}
                  className="text-brand hover:underline"
                >
                  <Money amount={take.amount} currency={currency} />
                </Link>,
              ]),
              [m.staysOnAccount(), !isZero(it.left) && <Money amount={it.left} currency={currency} />],
              [m.staysOpen(), !isZero(it.short) && <Money amount={it.short} currency={currency} />],
            ]}
          />
        </div>
      </div>
    </li>
  );
}

/** The heading and the sign say for or against; the colour only repeats it. */
function Reasons({ word, reasons, warn = false }: { word: string; reasons: Reason[]; warn?: boolean }) {
  if (reasons.length === 0) return null;
  const Icon = warn ? TriangleAlert : CircleCheck;
  return (
    <div>
      <h4 className={cx("text-[0.8125rem] font-medium", warn ? "text-warn" : "text-mute")}>{word}</h4>
      <ul>
        {reasons.map((reason) => (
          <li key={`${reason.what} ${reason.found}`} className="flex gap-2 break-words">
            <Icon className={cx("mt-1 size-3.5 shrink-0", warn ? "text-warn" : "text-ok")} aria-hidden="true" />
            <span className="min-w-0 break-words">{reasonWord(reason)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
