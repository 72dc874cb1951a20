import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { apiPath, get, newIntent, post, query } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import type { Page } from "../../shared/api/types";
import { formatInstant, formatRange } from "../../shared/dates";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { formatAmount } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Button, buttonClass } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, CardHeading, Facts, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Modal } from "../../shared/ui/Modal";
import { SearchField } from "../../shared/ui/SearchField";
import { Chip } from "../../shared/ui/Status";
import { Empty, Failure, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { useParams } from "../../shared/useParams";
import { Anchors } from "./Anchors";
import { Dispose } from "./Dispose";
import { Histories } from "./Histories";
import * as m from "./messages";

type Schemas = components["schemas"];
type Bundle = Schemas["BackofficeBundle"];
type Waiting = Schemas["BackofficeBundlesWaiting"];

const sealers = ["ar_accountant", "finance_supervisor"];

/** Agreed reconciliations: those that wait to be sealed, and those that are, to be found, downloaded and proven. */
export default function Archive() {
  const [params, change] = useParams();
  const filters = {
    q: params.get("q") ?? undefined,
    amount: params.get("amount") ?? undefined,
    from: params.get("from") ?? undefined,
    to: params.get("to") ?? undefined,
  };
  const narrowed = Object.values(filters).some(Boolean);
  const list = useList<Page<Bundle>>("/archive", filters);
  const [shown, setShown] = useState<Bundle>();
  return (
    <>
      <PageTitle
        action={
          <Link className={buttonClass("secondary")} href="/console/archive/retention">
            {m.retention()}
          </Link>
        }
      >
        {m.title()}
      </PageTitle>
      <p className="mb-4 max-w-3xl text-mute">{m.intro()}</p>
      <div className="mb-4 flex flex-wrap items-end gap-3">
        <SearchField
          className="w-full sm:w-64"
          placeholder={m.searchHint()}
          value={filters.q ?? ""}
          onChange={(q) => change({ q })}
        />
        <SearchField
          className="w-full sm:w-48"
          placeholder={m.amountHint()}
          value={filters.amount ?? ""}
          onChange={(amount) => change({ amount })}
        />
        <TextField
          label={m.from()}
          type="date"
          value={filters.from ?? ""}
          max={filters.to}
          onChange={(event) => change({ from: event.target.value })}
        />
        <TextField
          label={m.to()}
          type="date"
          value={filters.to ?? ""}
          min={filters.from}
          onChange={(event) => change({ to: event.target.value })}
        />
      </div>
      <WaitingCard filters={filters} />
      <Card>
        <CardHeading>{m.sealed()}</CardHeading>
        <Listed
          list={list}
          empty={
            <Empty kind="nothing" title={narrowed ? m.notFound() : m.none()}>
              {narrowed ? m.notFoundHint() : m.noneHint()}
            </Empty>
          }
        >
          {(items) => (
            <GridTable label={m.sealed()}>
              <thead>
                <tr>
                  <th scope="col">{m.number()}</th>
                  <th scope="col">{shared.customer()}</th>
                  <th scope="col">{m.period()}</th>
                  <th scope="col" className="text-end">
                    {m.closing()}
                  </th>
                  <th scope="col" className="text-end">
                    {m.lines()}
                  </th>
                  <th scope="col">{m.sealedBy()}</th>
                  <th scope="col">
                    <span className="sr-only">{shared.download()}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((it) => (
                  <Row key={it.id} bundle={it} onProve={() => setShown(it)} />
                ))}
              </tbody>
            </GridTable>
          )}
        </Listed>
      </Card>
      <Anchors />
      <Histories />
      {shown && <ProofDialog bundle={shown} onClose={() => setShown(undefined)} />}
    </>
  );
}

function Row({ bundle, onProve }: { bundle: Bundle; onProve: () => void }) {
  const { organization } = useSession();
  return (
    <tr>
      <td>
        <Link href={`/console/statements/${bundle.statement_id}`} className="font-medium text-brand hover:underline">
          {bundle.bundle_no}
        </Link>
        {bundle.both_sides && (
          <span className="me-2 block">
            <Chip tone="ok">{m.bothSides()}</Chip>
          </span>
        )}
        {bundle.held && (
          <span className="me-2 block">
            <Chip tone="warn">{m.onHold()}</Chip>
          </span>
        )}
        {bundle.disposed_at && (
          <span className="me-2 block">
            <Chip tone="neutral">{m.disposed()}</Chip>
          </span>
        )}
      </td>
      <td>{bundle.customer.name}</td>
      <td className="num">{formatRange(bundle.period_start, bundle.cut_off)}</td>
      <td className="num text-end font-medium">
        {formatAmount(bundle.closing, bundle.currency)} <span className="text-mute">{bundle.currency}</span>
      </td>
      <td className="num text-end">{bundle.line_count}</td>
      <td>
        {bundle.made_by || m.system()}
        <span className="num block text-mute">{formatInstant(bundle.made_at, organization.time_zone)}</span>
      </td>
      <td>
        <span className="flex justify-end gap-2">
          <Button look="quiet" onClick={onProve}>
            {m.proveLine()}
          </Button>
          <a
            className={buttonClass("secondary")}
            href={apiPath(`/archive/${bundle.id}/file`)}
            download
            aria-label={m.downloadNamed({ no: bundle.bundle_no })}
          >
            {m.download()}
          </a>
        </span>
      </td>
    </tr>
  );
}

function WaitingCard({ filters }: { filters: Record<string, string | undefined> }) {
  const { organization, roles } = useSession();
  const cache = useQueryClient();
  const waiting = useQuery({
    queryKey: ["/archive-waiting", filters],
    queryFn: ({ signal }) => get<Waiting>(`/archive-waiting${query(filters)}`, signal),
  });
  const seal = useMutation({
    mutationFn: (statement: string) => post<Bundle>(`/statements/${statement}/bundles`, {}, newIntent()),
    onSuccess: (made) => {
      toast(m.sealDone({ no: made.bundle_no }));
      void cache.invalidateQueries();
    },
  });
  if (!waiting.data || (waiting.data.items.length === 0 && !Object.values(filters).some(Boolean))) {
    return waiting.error ? <Failure error={waiting.error} onRetry={() => void waiting.refetch()} /> : null;
  }
  if (waiting.data.items.length === 0) return null;
  return (
    <Card className="mb-4">
      <CardHeading>{m.waiting()}</CardHeading>
      {seal.error && <WriteFailure error={seal.error} />}
      <GridTable label={m.waiting()}>
        <thead>
          <tr>
            <th scope="col">{m.number()}</th>
            <th scope="col">{shared.customer()}</th>
            <th scope="col">{m.period()}</th>
            <th scope="col" className="text-end">
              {m.closing()}
            </th>
            <th scope="col">{m.agreedAt()}</th>
            <th scope="col">
              <span className="sr-only">{m.seal()}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {waiting.data.items.map((it) => (
            <tr key={it.statement_id}>
              <td>
                <Link
                  href={`/console/statements/${it.statement_id}`}
                  className="font-medium text-brand hover:underline"
                >
                  {it.statement_no}
                </Link>
              </td>
              <td>{it.customer.name}</td>
              <td className="num">{formatRange(it.period_start, it.cut_off)}</td>
              <td className="num text-end font-medium">
                {formatAmount(it.closing, it.currency)} <span className="text-mute">{it.currency}</span>
              </td>
              <td className="num">{formatInstant(it.agreed_at, organization.time_zone)}</td>
              <td className="text-end">
                {roles.some((role) => sealers.includes(role)) && (
                  <Button
                    busy={seal.isPending && seal.variables === it.statement_id}
                    disabled={seal.isPending}
                    aria-label={m.sealNamed({ no: it.statement_no })}
                    onClick={() => seal.mutate(it.statement_id)}
                  >
                    {m.seal()}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </GridTable>
    </Card>
  );
}

function ProofDialog({ bundle, onClose }: { bundle: Bundle; onClose: () => void }) {
  const { organization } = useSession();
  const [line, setLine] = useState("1");
  const no = Number(line);
  const known = Number.isInteger(no) && no >= 1 && no <= bundle.line_count;
  return (
    <Modal
      title={m.proveTitle({ no: bundle.bundle_no })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{shared.cancel()}</Button>
          {known && (
            <a className={buttonClass("primary")} href={apiPath(`/archive/${bundle.id}/lines/${no}/proof`)} download>
              {m.proveDownload()}
            </a>
          )}
        </>
      }
    >
      <div className="space-y-4">
        <p>{m.proveIntro()}</p>
        <TextField
          label={m.lineNo()}
          hint={m.proveRange({ count: bundle.line_count })}
          inputMode="numeric"
          value={line}
          onChange={(event) => setLine(event.target.value.trim())}
        />
        <Facts
          facts={[
            [m.manifestHash(), <Hash key="m" of={bundle.manifest_sha256} />],
            [m.root(), <Hash key="r" of={bundle.root} />],
            [m.fileHash(), <Hash key="f" of={bundle.sha256} />],
            [
              m.previousHash(),
              bundle.previous_manifest_sha256 ? <Hash key="p" of={bundle.previous_manifest_sha256} /> : m.first(),
            ],
            [m.keptUntil(), bundle.kept_until ?? m.forGood()],
            [
              m.disposed(),
              bundle.disposed_at &&
                m.disposedBy({
                  who: bundle.disposed_by ?? "",
                  at: formatInstant(bundle.disposed_at, organization.time_zone),
                }),
            ],
            [
              m.signature(),
              bundle.signer && bundle.stamped_at
                ? m.signedBy({ who: bundle.signer, at: formatInstant(bundle.stamped_at, organization.time_zone) })
                : m.notSigned(),
            ],
            [m.how(), m.howText()],
          ]}
        />
        {bundle.may_dispose && <Dispose bundle={bundle} onDone={onClose} />}
      </div>
    </Modal>
  );
}

const Hash = ({ of }: { of: string }) => <code className="break-all text-[0.8125rem]">{of}</code>;
