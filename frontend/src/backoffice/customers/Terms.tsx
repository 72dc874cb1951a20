import { lazy, Suspense } from "react";
import type { CustomerView } from "../../shared/api/types";
import { formatDate, formatRange } from "../../shared/dates";
import { isEnglish } from "../../shared/i18n/locale";
import * as shared from "../../shared/messages";
import { Card, CardHeading, Facts } from "../../shared/ui/Layout";
import { cycleLabel } from "../cycle/words";
import * as m from "../messages";
import { PolicyCard } from "../workbench/PolicyCard";
import * as words from "./messages";

const Policy = lazy(() => import("../receivables/Policy"));

/** What was agreed with the customer and how it is dealt with: terms, cycle, bank, policies. */
export function Terms({ customer, mayManage }: { customer: CustomerView; mayManage: boolean }) {
  const next = customer.next_run;
  return (
    <div className="grid gap-4 lg:grid-cols-2 lg:items-start">
      <Card className="pb-4">
        <CardHeading>{words.tabTerms()}</CardHeading>
        <Facts
          className="px-4"
          facts={[
            [words.paymentTerms(), isEnglish() ? customer.terms.en : customer.terms.zh],
            [words.statementCycle(), cycleLabel(customer.cycle)],
            [m.nextStatement(), next && `${formatRange(next.period_start, next.cut_off)} · ${formatDate(next.on)}`],
            [shared.currency(), customer.currency],
            [shared.language(), customer.locale === "en" ? "English" : "简体中文"],
            [shared.bank(), customer.bank],
            [shared.bankAccount(), customer.bank_account],
            [m.taxId(), customer.tax_id],
          ]}
        />
      </Card>
      <div className="space-y-4">
        <Suspense>
          <Policy customer={customer.id} mayChange={mayManage} />
        </Suspense>
        {mayManage && (
          <Card className="pb-4">
            <CardHeading>{words.allocationPolicy()}</CardHeading>
            <div className="px-4">
              <PolicyCard customer={customer.id} />
            </div>
          </Card>
        )}
      </div>
    </div>
  );
}
