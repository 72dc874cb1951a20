import { useQuery } from "@tanstack/react-query";
import { get, query } from "../../shared/api/client";
import type { CustomerRef } from "../../shared/api/types";
import { isEnglish } from "../../shared/i18n/locale";
import { useSession, useSwitch } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { Empty, Failure } from "../../shared/ui/states";
import * as m from "./messages";

const named = (it: CustomerRef | undefined) => (isEnglish() && it?.name_en) || it?.name || "";

/** A link to a statement of another customer offers to act for that one, if the reader may; otherwise it is as if it were not there. */
export default function Elsewhere({ statement, error }: { statement: string; error: unknown }) {
  const { customer } = useSession();
  const change = useSwitch();
  const found = useQuery({
    queryKey: ["whereabouts", statement],
    queryFn: ({ signal }) => get<CustomerRef>(`/whereabouts${query({ statement_id: statement })}`, signal),
    retry: false,
  });
  if (found.isPending) return null;
  const owner = found.data;
  if (!owner) return <Failure error={error} />;
  return (
    <Empty
      kind="unmatched"
      title={m.elsewhereTitle()}
      action={
        <Button look="primary" busy={change.isPending} onClick={() => change.mutate({ customer_id: owner.id })}>
          {m.elsewhereSwitch({ customer: named(owner) })}
        </Button>
      }
    >
      {m.elsewhereText({ current: named(customer), customer: named(owner) })}
    </Empty>
  );
}
