import { useQuery } from "@tanstack/react-query";
import { FileDown } from "lucide-react";
import { Link } from "wouter";
import { apiPath, get, query } from "../../shared/api/client";
import { locale } from "../../shared/i18n/locale";
import * as words from "../../shared/matching/messages";
import { ReportView } from "../../shared/matching/ReportView";
import type { Reconciliation } from "../../shared/matching/types";
import { usePrintTitle } from "../../shared/media";
import { ButtonLink } from "../../shared/ui/Button";
import { PageTitle } from "../../shared/ui/Layout";
import { Failure } from "../../shared/ui/states";
import { Opening } from "../Opening";

/** The reconciliation report of one statement, for the seller: the very report that the customer sees. */
export default function ReportPage({ id }: { id: string }) {
  usePrintTitle(words.report());
  const report = useQuery({
    queryKey: ["reconciliation", id],
    queryFn: ({ signal }) => get<Reconciliation>(`/statements/${id}/reconciliation`, signal),
  });
  if (report.error && !report.data) {
    return <Failure error={report.error} onRetry={() => void report.refetch()} />;
  }
  const data = report.data;
  if (!data) return <Opening />;
  return (
    <div className="max-w-4xl">
      <p className="text-mute">
        <Link href={`/console/statements/${id}`} className="hover:text-ink hover:underline">
          {data.statement_no}
        </Link>{" "}
        › {data.customer.name}
      </p>
      <PageTitle
        action={
          <span className="no-print flex gap-2">
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
          </span>
        }
      >
        {words.report()}
      </PageTitle>
      <ReportView
        report={data}
        disputeLink={(dispute, no) => (
          <Link href={`/console/disputes?view=all&id=${dispute}`} className="text-brand underline">
            {no}
          </Link>
        )}
      />
    </div>
  );
}
