import { FileDown } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { apiPath, query } from "../../shared/api/client";
import { locale } from "../../shared/i18n/locale";
import * as words from "../../shared/matching/messages";
import { ReportView } from "../../shared/matching/ReportView";
import { usePrintTitle } from "../../shared/media";
import { nameOf } from "../../shared/names";
import { useSession } from "../../shared/session";
import { Button, ButtonLink, buttonClass } from "../../shared/ui/Button";
import { Failure, SkeletonRows } from "../../shared/ui/states";
import BalanceSheet from "./BalanceSheet";
import { useMatching, useMatchingActs, useReport } from "./data";
import { MatchingHead } from "./MatchingPage";
import * as m from "./messages";

/** The reconciliation report of one statement, for the customer. */
export default function ReportPage({ id }: { id: string }) {
  const report = useReport(id);
  const matching = useMatching(id);
  const acts = useMatchingActs(id);
  const [stating, setStating] = useState(false);
  const { organization, customer } = useSession();
  usePrintTitle(`${words.report()} ${report.data?.statement_no ?? ""}`);
  if (report.error && !report.data) {
    return <Failure error={report.error} onRetry={() => void report.refetch()} />;
  }
  if (!report.data) return <SkeletonRows rows={8} />;
  const data = report.data;
  const current = matching.data?.matching;
  return (
    <>
      <MatchingHead view={data} title={words.report()} />
      <p className="mb-4 hidden print:block">
        {nameOf(organization)}
        {customer && ` · ${nameOf(customer)}`}
      </p>
      <div className="no-print mb-4 flex flex-wrap gap-2">
        {["pdf", "xlsx"].map((format) => (
          <ButtonLink
            key={format}
            download
            href={apiPath(`/statements/${id}/reconciliation/file${query({ format, locale: locale() })}`)}
          >
            <FileDown className="size-4" aria-hidden="true" />
            {format.toUpperCase()}
          </ButtonLink>
        ))}
        <Link href={`/p/s/${id}/matching`} className={buttonClass("secondary")}>
          {m.title()}
        </Link>
        {matching.data?.actions.balance?.allowed && (
          <Button look={data.their_closing ? "quiet" : "primary"} onClick={() => setStating(true)}>
            {m.stateBalance()}
          </Button>
        )}
      </div>
      <ReportView
        report={data}
        disputeLink={(dispute, no) => (
          <Link href={`/p/disputes/${dispute}`} className="text-brand underline">
            {no}
          </Link>
        )}
      />
      {stating && current && (
        <BalanceSheet view={data} current={current} acts={acts} onClose={() => setStating(false)} />
      )}
    </>
  );
}
