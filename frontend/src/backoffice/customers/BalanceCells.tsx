import { formatAmount, isZero } from "../../shared/money";
import type { Balance } from "./types";

/** Three cells of a row: the currencies and, line by line beside them, what is open and what of it is overdue. */
export function BalanceCells({ balances }: { balances: Balance[] }) {
  return (
    <>
      <td className="text-mute">
        {balances.map((it) => (
          <span key={it.currency} className="block">
            {it.currency}
          </span>
        ))}
      </td>
      <td className="num text-end font-medium">
        {balances.map((it) => (
          <span key={it.currency} className="block">
            {formatAmount(it.balance, it.currency)}
          </span>
        ))}
      </td>
      <td className="num text-end">
        {balances.map((it) => (
          <span key={it.currency} className={`block ${isZero(it.overdue) ? "text-mute" : "text-bad"}`}>
            {formatAmount(it.overdue, it.currency)}
          </span>
        ))}
      </td>
    </>
  );
}
