import { useQuery } from "@tanstack/react-query";
import { get } from "../../shared/api/client";
import type { ProofList } from "../../shared/proofs/data";
import * as m from "../../shared/proofs/messages";
import { ProofRow } from "../../shared/proofs/ProofRow";
import { WriteFailure } from "../../shared/ui/states";

/** What the seller has put beside a document for its customer; nothing where there is none. */
export default function Proofs({ document }: { document: string }) {
  const { data, error } = useQuery({
    queryKey: ["proofs", document],
    queryFn: ({ signal }) => get<ProofList>(`/documents/${document}/proofs`, signal),
  });
  if (error && !data) return <WriteFailure error={error} />;
  if (!data?.items.length) return null;
  return (
    <section aria-labelledby={`proofs-${document}`} className="mt-5">
      <h3 id={`proofs-${document}`} className="mb-2 font-semibold">
        {m.title()}
      </h3>
      <ul className="space-y-2">
        {data.items.map((it) => (
          <li key={it.id}>
            <ProofRow file={it} />
          </li>
        ))}
      </ul>
    </section>
  );
}
