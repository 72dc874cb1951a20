import type { components } from "../../shared/api/schema";
import { LineSays } from "../../shared/documents/LineSays";
import { isEnglish } from "../../shared/i18n/locale";
import * as shared from "../../shared/messages";
import { formatAmount } from "../../shared/money";
import * as m from "./messages";

/** A voucher in a narrow column: the account above, debit or credit at its side. */
export function VoucherLines({ voucher }: { voucher: components["schemas"]["BackofficeVoucher"] }) {
  if (voucher.lines.length === 0) return null;
  return (
    <div>
      <p className="mb-1.5 font-medium">
        {m.voucherPreview()} <span className="num font-normal text-mute">{voucher.posting_date}</span>
      </p>
      <ul className="divide-y divide-line border-y border-line">
        {voucher.lines.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one voucher never move
          <li key={at} className="flex flex-wrap items-baseline justify-between gap-x-3 py-1">
            <span className="min-w-0">
              <span className="me-1.5 text-mute">{line.debit ? shared.debit() : shared.credit()}</span>
              <span className="num me-1.5">{line.account_code}</span>
              {isEnglish() ? line.account_name_en : line.account_name}
            </span>
            <span className="num ms-auto">{formatAmount(line.debit ?? line.credit ?? "0", line.currency)}</span>
            <LineSays says={line.dimensions} />
          </li>
        ))}
      </ul>
    </div>
  );
}
