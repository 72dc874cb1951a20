import { Link } from "wouter";
import type { Page } from "../../shared/api/types";
import { formatRange } from "../../shared/dates";
import { useList } from "../../shared/lists";
import { buttonClass } from "../../shared/ui/Button";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Money } from "../../shared/ui/Money";
import { Chip } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import * as root from "../messages";
import { type Finalization, stateLabel, stateTone } from "./data";
import * as m from "./messages";

/** What the supplier has signed: to be signed, signed, declined. */
export default function Finalizations() {
  const list = useList<Page<Finalization>>("/finalizations", {});
  return (
    <>
      <PageTitle>{m.title()}</PageTitle>
      <p className="mb-3 text-mute">{m.intro()}</p>
      <Card>
        <Listed
          list={list}
          empty={
            <Empty
              kind="nothing"
              title={m.empty()}
              action={
                <Link href="/p/statements" className={buttonClass("secondary")}>
                  {root.navStatements()}
                </Link>
              }
            >
              {m.emptyHint()}
            </Empty>
          }
        >
          {(items) => (
            <ul className="divide-y divide-line">
              {items.map((it) => (
                <li key={it.id}>
                  <Row of={it} />
                </li>
              ))}
            </ul>
          )}
        </Listed>
      </Card>
    </>
  );
}

/** One reconciliation, and how it stands. */
export function Row({ of }: { of: Finalization }) {
  return (
    <Link
      href={`/p/finalizations/${of.id}`}
      className="flex min-h-16 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 hover:bg-sunken"
    >
      <span className="min-w-0 flex-1 basis-40">
        <span className="block font-medium">{of.statement_no}</span>
        <span className="num block text-[0.8125rem] text-mute">{formatRange(of.period_start, of.cut_off)}</span>
      </span>
      <Chip tone={stateTone(of.state)}>{stateLabel(of.state)}</Chip>
      <Money amount={of.agreed} currency={of.currency} className="ms-auto font-semibold" />
    </Link>
  );
}
