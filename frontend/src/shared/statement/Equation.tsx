import type { ReactNode } from "react";
import type { StatementView } from "../api/types";
import { cx } from "../classes";
import * as m from "../messages";
import { formatAmount, isNegative, isZero, negate } from "../money";

interface Term {
  sign: "" | "+" | "−" | "=";
  label: ReactNode;
  amount: string;
  strong?: boolean;
}

/** A signed amount as a term: what is below zero is taken away, so that no term shows two signs. */
function signed(label: ReactNode, amount: string, whenZero: "+" | "−" = "+"): Term {
  if (isNegative(amount)) return { sign: "−", label, amount: negate(amount) };
  return { sign: isZero(amount) ? whenZero : "+", label, amount };
}

/**
 * The statement's sum written out as an accountant would, one amount below the other:
 * opening and the signed groups make closing, then the agreed adjustments, which lower it, down to the agreed balance.
 */
export function Equation({
  statement,
  adjustmentLink,
}: {
  statement: StatementView;
  adjustmentLink: (disputeId: string, no: string) => ReactNode;
}) {
  const terms: Term[] = [
    { sign: "", label: m.openingBalance(), amount: statement.opening },
    signed(m.charges(), statement.charges),
    signed(m.receipts(), statement.receipts, "−"),
    signed(m.credits(), statement.credits, "−"),
  ];
  if (!isZero(statement.adjustments)) terms.push(signed(m.adjustments(), statement.adjustments));
  terms.push({ sign: "=", label: m.closingBalance(), amount: statement.closing, strong: true });
  for (const it of statement.agreed_adjustments) {
    terms.push(
      signed(
        <>
          {it.document_no} <span className="whitespace-nowrap">{adjustmentLink(it.dispute_id, it.dispute_no)}</span>
        </>,
        negate(it.amount),
      ),
    );
  }
  if (statement.agreed_adjustments.length > 0) {
    terms.push({ sign: "=", label: m.agreedBalance(), amount: statement.agreed_balance, strong: true });
  }

  return (
    <table className="w-full border-collapse">
      <caption className="sr-only">{m.equation()}</caption>
      <tbody>
        {terms.map((term, at) => (
          <tr
            // biome-ignore lint/suspicious/noArrayIndexKey: the terms have a fixed order
            key={at}
            className={cx(term.sign === "=" && "border-t border-edge")}
          >
            <th
              scope="row"
              className={cx("py-0.5 text-start sm:py-1", term.strong ? "font-semibold" : "font-normal text-mute")}
            >
              <span className="flex gap-2">
                <span aria-hidden={term.sign === ""} className="w-3 shrink-0 text-center">
                  {term.sign}
                </span>
                <span className="min-w-0">{term.label}</span>
              </span>
            </th>
            <td className={cx("num py-0.5 text-end sm:py-1", term.strong && "font-semibold")}>
              {formatAmount(term.amount, statement.currency)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
