import { Link } from "wouter";
import { formatInstant } from "../../shared/dates";
import { text } from "../../shared/i18n/locale";
import { useList } from "../../shared/lists";
import { useSession } from "../../shared/session";
import { buttonClass } from "../../shared/ui/Button";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Dot } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import { UpLink } from "../../shared/ui/UpLink";
import { type BatchPage, batchLabel, batchTone } from "./data";
import * as m from "./messages";

/** Batches of finalizations, newest first. */
export default function Batches() {
  const { organization } = useSession();
  const list = useList<BatchPage>("/finalization-batches", {});
  const start = (
    <Link href="/console/finalizations/batches/new" className={buttonClass("primary")}>
      {m.newBatch()}
    </Link>
  );
  return (
    <>
      <UpLink href="/console/finalizations">{m.title()}</UpLink>
      <PageTitle action={start}>{m.batches()}</PageTitle>
      <Card>
        <Listed
          list={list}
          empty={
            <Empty kind="nothing" title={m.noBatches()} action={start}>
              {m.noBatchesHint()}
            </Empty>
          }
        >
          {(items) => (
            <GridTable label={m.batches()}>
              <thead>
                <tr>
                  <th scope="col">{m.cutOffs()}</th>
                  <th scope="col">{m.state()}</th>
                  <th scope="col" className="text-end">
                    {m.statementsCount()}
                  </th>
                  <th scope="col" className="text-end">
                    {m.sellerSigned()}
                  </th>
                  <th scope="col" className="text-end">
                    {m.buyerSigned()}
                  </th>
                  <th scope="col" className="text-end">
                    {m.notDone()}
                  </th>
                  <th scope="col">{m.preparedBy()}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((it) => (
                  <tr key={it.id}>
                    <td>
                      <Link
                        href={`/console/finalizations/batches/${it.id}`}
                        className="num font-medium text-brand hover:underline"
                      >
                        {it.from} – {it.to}
                      </Link>
                    </td>
                    <td>
                      <Dot tone={batchTone(it.state)}>{batchLabel(it.state)}</Dot>
                    </td>
                    <td className="num text-end">{text(it.total)}</td>
                    <td className="num text-end">{text(it.signed)}</td>
                    <td className="num text-end">{text(it.countersigned)}</td>
                    <td className="num text-end">{text(it.failed)}</td>
                    <td>
                      {it.created_by}{" "}
                      <span className="num text-mute">{formatInstant(it.created_at, organization.time_zone)}</span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </GridTable>
          )}
        </Listed>
      </Card>
    </>
  );
}
