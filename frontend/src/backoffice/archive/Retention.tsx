import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { get, newIntent, post } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { formatInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { ReasonModal } from "../../shared/ui/FormModal";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { Chip } from "../../shared/ui/Status";
import { Empty, Failure, SkeletonRows } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { UpLink } from "../../shared/ui/UpLink";
import { CustomerPicker, type Picked } from "../drafts/CustomerPicker";
import * as m from "./messages";

type Kept = components["schemas"]["BackofficeArchiveRetention"];
type Hold = components["schemas"]["BackofficeArchiveHold"];

const key = ["archive-retention"];

/** Sends one change of how the archive is kept and shows what came of it. */
function useChange<Body>(path: (body: Body) => string, content: (body: Body) => object, onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => post<Kept>(path(body), content(body), newIntent()),
    onSuccess: (next) => {
      client.setQueryData(key, next);
      void client.invalidateQueries({ queryKey: ["list"] });
      toast(m.retentionSaved());
      onDone();
    },
  });
}

/** How long the archive is kept, and what is on hold. */
export default function Retention() {
  const { organization } = useSession();
  const [open, setOpen] = useState<"rule" | "hold" | Hold>();
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<Kept>("/archive-retention", signal),
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={8} />;
  const years = (count: number) => (count === 0 ? m.forGood() : m.years({ count }));
  const close = () => setOpen(undefined);
  return (
    <>
      <UpLink href="/console/archive">{m.title()}</UpLink>
      <PageTitle>{m.retention()}</PageTitle>
      <p className="mb-4 max-w-3xl text-mute">{m.retentionIntro()}</p>
      <Card className="mb-4">
        <CardHeading
          action={
            data.may && (
              <Button className="shrink-0" onClick={() => setOpen("rule")}>
                {m.changeRule()}
              </Button>
            )
          }
        >
          {m.ruleNow({ years: years(data.years) })}
        </CardHeading>
        {data.rules.length === 0 ? (
          <p className="px-4 pb-4 text-mute">{m.ruleDefault()}</p>
        ) : (
          <GridTable label={m.ruleLog()}>
            <thead>
              <tr>
                <th scope="col">{m.ruleSetAt()}</th>
                <th scope="col">{m.rule()}</th>
                <th scope="col">{m.reason()}</th>
                <th scope="col">{m.ruleSetBy()}</th>
              </tr>
            </thead>
            <tbody>
              {data.rules.map((it) => (
                <tr key={it.number}>
                  <td className="num">{formatInstant(it.set_at, organization.time_zone)}</td>
                  <td>{years(it.years)}</td>
                  <td className="break-words">{it.reason}</td>
                  <td>{it.set_by}</td>
                </tr>
              ))}
            </tbody>
          </GridTable>
        )}
      </Card>
      <Card>
        <CardHeading action={data.may && <Button onClick={() => setOpen("hold")}>{m.placeHold()}</Button>}>
          {m.holds()}
        </CardHeading>
        {data.holds.length === 0 ? (
          <Empty kind="nothing" title={m.noHolds()}>
            {m.noHoldsHint()}
          </Empty>
        ) : (
          <GridTable label={m.holds()}>
            <thead>
              <tr>
                <th scope="col">{m.heldWhat()}</th>
                <th scope="col">{m.reason()}</th>
                <th scope="col">{m.heldBy()}</th>
                <th scope="col">{m.holdState()}</th>
                <th scope="col">
                  <span className="sr-only">{m.endHold()}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.holds.map((it) => (
                <tr key={it.id}>
                  <td>{heldName(it)}</td>
                  <td className="break-words">{it.reason}</td>
                  <td>
                    {it.placed_by}
                    <span className="num ms-2 text-mute">{formatInstant(it.placed_at, organization.time_zone)}</span>
                  </td>
                  <td>
                    {it.ended_at ? (
                      <>
                        <Chip tone="neutral">{m.holdEnded()}</Chip>{" "}
                        <span className="text-mute">
                          {it.ended_by}, {formatInstant(it.ended_at, organization.time_zone)}: {it.end_reason}
                        </span>
                      </>
                    ) : (
                      <Chip tone="warn">{m.onHold()}</Chip>
                    )}
                  </td>
                  <td className="text-end">
                    {data.may && !it.ended_at && (
                      <Button
                        look="quiet"
                        aria-label={m.endHoldNamed({ name: heldName(it) })}
                        onClick={() => setOpen(it)}
                      >
                        {m.endHold()}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </GridTable>
        )}
      </Card>
      {open === "rule" && <RuleDialog years={data.years} onClose={close} />}
      {open === "hold" && <HoldDialog onClose={close} />}
      {typeof open === "object" && <EndDialog hold={open} onClose={close} />}
    </>
  );
}

const heldName = (it: Hold): string =>
  it.statement_no || (it.customer ? `${it.customer.code} ${it.customer.name}` : m.everything());

function RuleDialog({ years: before, onClose }: { years: number; onClose: () => void }) {
  const [years, setYears] = useState(String(before));
  const set = useChange<string>(
    () => "/archive-retention/rules",
    (reason) => ({ years: Number(years), reason }),
    onClose,
  );
  const sound = /^\d{1,3}$/.test(years) && (Number(years) === 0 || (Number(years) >= 10 && Number(years) <= 100));
  return (
    <ReasonModal
      label={m.reason()}
      title={m.changeRule()}
      action={m.changeRule()}
      busy={set.isPending}
      ready={sound}
      error={set.error}
      onGive={set.mutate}
      onClose={onClose}
    >
      <TextField
        label={m.ruleYears()}
        hint={m.ruleYearsHint()}
        inputMode="numeric"
        value={years}
        onChange={(event) => setYears(event.target.value.trim())}
      />
    </ReasonModal>
  );
}

function HoldDialog({ onClose }: { onClose: () => void }) {
  const [picked, setPicked] = useState<Picked>();
  const [all, setAll] = useState(false);
  const place = useChange<string>(
    () => "/archive-retention/holds",
    (reason) => ({ customer_id: all ? undefined : picked?.id, reason }),
    onClose,
  );
  return (
    <ReasonModal
      label={m.reason()}
      title={m.placeHold()}
      action={m.placeHold()}
      busy={place.isPending}
      ready={all || picked !== undefined}
      error={place.error}
      onGive={place.mutate}
      onClose={onClose}
    >
      <label className="flex min-h-8 items-center gap-2">
        <input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} />
        {m.everything()}
      </label>
      {!all && <CustomerPicker picked={picked} onPick={setPicked} />}
    </ReasonModal>
  );
}

function EndDialog({ hold, onClose }: { hold: Hold; onClose: () => void }) {
  const end = useChange<string>(
    () => `/archive-retention/holds/${hold.id}/end`,
    (reason) => ({ reason }),
    onClose,
  );
  return (
    <ReasonModal
      label={m.reason()}
      title={m.endHoldNamed({ name: heldName(hold) })}
      action={m.endHold()}
      busy={end.isPending}
      error={end.error}
      onGive={end.mutate}
      onClose={onClose}
    >
      <p>{hold.reason}</p>
    </ReasonModal>
  );
}
