import { Link } from "wouter";
import { buttonClass } from "../../shared/ui/Button";
import { FilterChips } from "../../shared/ui/FilterChips";
import { PageTitle } from "../../shared/ui/Layout";
import { Failure } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { Opening } from "../Opening";
import { Flags } from "../payerflags/Flags";
import * as flags from "../payerflags/messages";
import { MatchBar, useMatching } from "./MatchBar";
import * as m from "./messages";
import { Payers } from "./Payers";
import { Queue } from "./Queue";

/** Where staff turn what came in on the bank into receipts: what waits, how it may be read, and who is known to pay for whom. */
export default function Receipts() {
  const [params, change] = useParams();
  const { data, error, refetch } = useMatching();
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Opening />;
  const tab = params.get("tab") ?? "waiting";
  return (
    <>
      <PageTitle
        action={
          <Link href="/console/bank" className={buttonClass("secondary")}>
            {m.toBank()}
          </Link>
        }
      >
        {m.title()}
      </PageTitle>
      <p className="-mt-3 mb-4 text-mute">{m.intro()}</p>
      <MatchBar state={data} />
      <div className="mb-3">
        <FilterChips
          label={m.title()}
          value={tab}
          choices={[
            { value: "waiting", label: m.tabWaiting() },
            { value: "payers", label: m.tabPayers() },
            { value: "flags", label: flags.title() },
          ]}
          onChange={(next) =>
            change({
              tab: next === "waiting" ? undefined : next,
              id: undefined,
              q: undefined,
              what: undefined,
              state: undefined,
            })
          }
        />
      </div>
      {tab === "payers" ? (
        <Payers mayForget={data.actions.start?.allowed ?? false} />
      ) : tab === "flags" ? (
        <Flags />
      ) : (
        <Queue />
      )}
    </>
  );
}
