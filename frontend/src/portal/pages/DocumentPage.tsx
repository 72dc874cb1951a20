import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Link } from "wouter";
import { get } from "../../shared/api/client";
import type { DocumentView } from "../../shared/api/types";
import { DocumentBody } from "../../shared/documents/DocumentBody";
import ConfirmationRecord from "../../shared/receivables/ConfirmationRecord";
import { Failure } from "../../shared/ui/states";
import * as m from "../messages";
import { Opening } from "../Opening";

const Proofs = lazy(() => import("../proofs/Proofs"));

export default function DocumentPage({ id }: { id: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["document", id],
    queryFn: ({ signal }) => get<DocumentView>(`/documents/${id}`, signal),
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Opening />;
  return (
    <>
      <Link href="/p/documents" className="mb-1 inline-flex min-h-11 items-center text-mute hover:text-ink">
        ‹ {m.navDocuments()}
      </Link>
      <DocumentBody
        document={data}
        aside={
          <>
            <Suspense>
              <Proofs document={id} />
            </Suspense>
            {data.kind === "receivable" && <ConfirmationRecord of={`/documents/${id}`} />}
          </>
        }
        hrefOf={(role, to) =>
          role === "dispute" ? `/p/disputes/${to}` : role === "statement" ? `/p/s/${to}` : `/p/documents/${to}`
        }
      />
    </>
  );
}
