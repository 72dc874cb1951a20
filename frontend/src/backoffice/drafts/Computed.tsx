import { formatDate } from "../../shared/dates";
import * as shared from "../../shared/messages";
import { Card, CardHeading, Facts } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Notice, WriteFailure } from "../../shared/ui/states";
import * as approvals from "../approvals/messages";
import { VoucherLines } from "../approvals/VoucherLines";
import { Way } from "../approvals/Way";
import type { DraftPreview } from "./data";
import * as m from "./messages";

/** What the document comes to, by the server's word. */
export function Computed({ preview, error }: { preview: DraftPreview | undefined; error: unknown }) {
  return (
    <Card className="lg:sticky lg:top-16">
      <CardHeading>{m.computed()}</CardHeading>
      <div className="space-y-3 px-4 pb-4" aria-live="polite">
        {error ? (
          <WriteFailure error={error} />
        ) : !preview ? (
          <p className="text-mute">{m.computedHint()}</p>
        ) : (
          <>
            <Money
              amount={preview.gross}
              currency={preview.document.currency}
              className="block text-[1.75rem] leading-tight font-semibold"
            />
            <Facts
              facts={[
                [shared.net(), <Money key="n" amount={preview.net} currency={preview.document.currency} />],
                [shared.tax(), <Money key="t" amount={preview.tax} currency={preview.document.currency} />],
                [shared.freight(), <Money key="f" amount={preview.freight} currency={preview.document.currency} />],
                [
                  m.inBase(),
                  preview.base !== preview.document.currency && (
                    <Money key="b" amount={preview.gross_base} currency={preview.base} />
                  ),
                ],
                ...preview.due.map((it, at): [string, React.ReactNode] => [
                  preview.due.length > 1 ? `${m.due()} ${at + 1}` : m.due(),
                  <span key={it.on}>
                    {formatDate(it.on)}{" "}
                    {preview.due.length > 1 && <Money amount={it.amount} currency={preview.document.currency} />}
                  </span>,
                ]),
              ]}
            />
            <Notice tone={preview.needs_second ? "warn" : "info"}>
              {preview.needs_second ? m.needsSecond() : m.maySelf()}
            </Notice>
            {preview.steps.length > 0 && (
              <div>
                <p className="mb-1.5 font-medium">{approvals.wayPreview()}</p>
                <Way steps={preview.steps} open={false} />
              </div>
            )}
            <VoucherLines voucher={preview.voucher} />
          </>
        )}
      </div>
    </Card>
  );
}
