import { useMutation, useQueryClient } from "@tanstack/react-query";
import { newIntent, post } from "../../shared/api/client";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { formatAmount } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { FilterChips } from "../../shared/ui/FilterChips";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed, NothingMatches } from "../../shared/ui/Listed";
import { SearchField } from "../../shared/ui/SearchField";
import { Dot } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { useParams } from "../../shared/useParams";
import { mayManage } from "../people/roles";
import { type Slips as Sent, type Slip, stateTone, stateWord } from "./data";
import * as m from "./messages";
import { SlipDialog } from "./SlipDialog";
import { SlipUpload } from "./SlipUpload";

/** The bank's papers of payments: uploaded, filed with their receipts, and found again by day, customer, amount and number. */
export default function Slips() {
  const [params, change] = useParams();
  const client = useQueryClient();
  const may = mayManage(useSession().roles);
  const asked = (name: string) => params.get(name) ?? "";
  const state = asked("state");
  const list = useList<Sent>("/bank/slips", {
    state: state || undefined,
    q: asked("q") || undefined,
    from: asked("from") || undefined,
    to: asked("to") || undefined,
    amount: /^\d+(\.\d+)?$/.test(asked("amount")) ? asked("amount") : undefined,
  });
  const again = useMutation({
    mutationFn: () => post<{ looked: number; joined: number }>("/bank/slips/matching", undefined, newIntent()),
    onSuccess: (it) => {
      toast(m.againDone(it));
      void client.invalidateQueries();
    },
  });
  const narrowed = ["q", "from", "to", "amount"].some((name) => asked(name) !== "");
  const clear = () => change({ q: undefined, from: undefined, to: undefined, amount: undefined });
  return (
    <>
      <PageTitle
        action={
          may && (
            <Button busy={again.isPending} onClick={() => again.mutate()}>
              {m.again()}
            </Button>
          )
        }
      >
        {m.title()}
      </PageTitle>
      <p className="-mt-3 mb-4 text-mute">{m.intro()}</p>
      {may && <SlipUpload />}
      <div className="mb-3 flex flex-wrap items-end gap-3">
        <FilterChips
          label={shared.state()}
          value={state}
          choices={[
            { value: "", label: shared.all() },
            { value: "waiting", label: m.waiting() },
            { value: "matched", label: m.matched() },
            { value: "aside", label: m.aside() },
          ]}
          onChange={(next) => change({ state: next || undefined })}
        />
        <SearchField
          className="w-full sm:w-64"
          placeholder={m.search()}
          value={asked("q")}
          onChange={(next) => change({ q: next || undefined })}
        />
        {[
          { name: "from", label: m.from() },
          { name: "to", label: m.to() },
        ].map(({ name, label }) => (
          <TextField
            key={name}
            label={label}
            type="date"
            value={asked(name)}
            onChange={(event) => change({ [name]: event.target.value || undefined })}
          />
        ))}
        <TextField
          label={m.amount()}
          inputMode="decimal"
          className="w-32"
          value={asked("amount")}
          onChange={(event) => change({ amount: event.target.value.trim() || undefined })}
        />
      </div>
      <Card>
        <Listed
          list={list}
          rows={8}
          empty={
            narrowed ? (
              <NothingMatches onClear={clear} />
            ) : state === "waiting" ? (
              <Empty kind="done" title={m.allDone()} />
            ) : (
              <Empty kind="nothing" title={m.none()}>
                {m.noneHint()}
              </Empty>
            )
          }
        >
          {(items) => <Table slips={items} onOpen={(id) => change({ id })} />}
        </Listed>
      </Card>
      {asked("id") && <SlipDialog id={asked("id")} onClose={() => change({ id: undefined })} />}
    </>
  );
}

function Table({ slips, onOpen }: { slips: Slip[]; onOpen: (id: string) => void }) {
  return (
    <GridTable label={m.title()}>
      <thead>
        <tr>
          <th scope="col">{m.paidOn()}</th>
          <th scope="col">{m.payer()}</th>
          <th scope="col" className="text-end">
            {m.amount()}
          </th>
          <th scope="col">{shared.state()}</th>
          <th scope="col">{m.receipt()}</th>
          <th scope="col">{m.customer()}</th>
          <th scope="col">{m.number()}</th>
        </tr>
      </thead>
      <tbody>
        {slips.map((it) => (
          <tr key={it.id}>
            <td className="num">{it.paid_on ?? ""}</td>
            <td>
              <button
                type="button"
                onClick={() => onOpen(it.id)}
                className="text-start font-medium text-brand hover:underline"
              >
                {it.payer || it.name}
              </button>
            </td>
            <td className="num text-end font-medium">
              {it.amount ? (
                <>
                  {formatAmount(it.amount, it.currency ?? "")} <span className="text-mute">{it.currency}</span>
                </>
              ) : (
                <span className="text-mute">{m.noAmount()}</span>
              )}
            </td>
            <td>
              <Dot tone={stateTone(it)}>{stateWord(it)}</Dot>
            </td>
            <td className="num">{it.receipt?.document_no ?? ""}</td>
            <td>{it.receipt?.customer.name ?? ""}</td>
            <td className="num max-w-56 truncate text-mute" title={it.number}>
              {it.number}
            </td>
          </tr>
        ))}
      </tbody>
    </GridTable>
  );
}
