import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { get } from "../../shared/api/client";
import { buttonClass } from "../../shared/ui/Button";
import { FilterChips } from "../../shared/ui/FilterChips";
import { PageTitle } from "../../shared/ui/Layout";
import { Failure } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { Opening } from "../Opening";
import * as receipts from "../receipts/messages";
import * as slips from "../slips/messages";
import { Accounts } from "./Accounts";
import { Lines } from "./Lines";
import * as m from "./messages";
import { Statements } from "./Statements";
import type { BankAccounts } from "./types";
import { Upload } from "./Upload";

/** Bank accounts, the statements that were imported, and the lines that wait for a customer. */
export default function Bank() {
  const [params, change] = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ["bank-accounts"],
    queryFn: ({ signal }) => get<BankAccounts>("/bank/accounts", signal),
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Opening />;
  const account = data.items.find((it) => it.id === params.get("account"));
  const tab = params.get("tab") ?? "lines";
  return (
    <>
      <PageTitle
        action={
          <div className="flex flex-wrap gap-2">
            <Link href="/console/bank/waiting" className={buttonClass("secondary")}>
              {receipts.title()}
            </Link>
            <Link href="/console/bank/slips" className={buttonClass("secondary")}>
              {slips.title()}
            </Link>
            <Link href="/console/bank/check" className={buttonClass("secondary")}>
              {m.check()}
            </Link>
          </div>
        }
      >
        {m.title()}
      </PageTitle>
      <p className="-mt-3 mb-4 text-mute">{m.intro()}</p>
      <Accounts data={data} chosen={account?.id} onChoose={(id) => change({ account: id })} />
      {data.items.length > 0 && (
        <>
          {data.actions.import?.allowed && <Upload accounts={data.items} chosen={account?.id} />}
          <div className="mb-3">
            <FilterChips
              label={m.title()}
              value={tab}
              choices={[
                { value: "lines", label: m.lines() },
                { value: "statements", label: m.statements() },
              ]}
              onChange={(next) => change({ tab: next === "lines" ? undefined : next, statement: undefined })}
            />
          </div>
          {tab === "lines" ? <Lines account={account} /> : <Statements account={account} />}
        </>
      )}
    </>
  );
}
