import { cx } from "../classes";
import { formatAmount, formatMoney, isNegative } from "../money";

interface MoneyProps {
  amount: string;
  currency: string;
  /** Shows the ISO code after the amount, for screens with more than one currency. */
  code?: boolean;
  /** Leaves the symbol out, for columns whose header names the currency. */
  bare?: boolean;
  className?: string;
}

/** An amount, never shortened and never broken across lines. */
export function Money({ amount, currency, code = false, bare = false, className }: MoneyProps) {
  return (
    <span className={cx("num", isNegative(amount) && bare && "text-mute", className)}>
      {bare ? formatAmount(amount, currency) : formatMoney(amount, currency)}
      {code && <span className="ms-1 text-[0.75em] font-normal text-mute">{currency}</span>}
    </span>
  );
}
