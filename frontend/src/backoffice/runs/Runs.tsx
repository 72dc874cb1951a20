import { Link } from "wouter";
import type { Page, Run } from "../../shared/api/types";
import { formatInstant } from "../../shared/dates";
import { text } from "../../shared/i18n/locale";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { buttonClass } from "../../shared/ui/Button";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Dot } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import { DueRuns } from "../cycle/DueRuns";
import * as cycle from "../cycle/messages";
import { runStateLabel, runTone } from "../labels";
import * as m from "../messages";

export default function Runs() {
  const { organization } = useSession();
  const list = useList<Page<Run>>("/statement-runs", {});
  const start = (
    <Link href="/console/runs/new" className={buttonClass("primary")}>
      {m.newRun()}
    </Link>
  );
  return (
    <>
      <PageTitle action={start}>{m.navRuns()}</PageTitle>
      <DueRuns />
      <Card>
        <Listed
          list={list}
          empty={
            <Empty kind="nothing" title={m.noRuns()} action={start}>
              {m.noRunsHint()}
            </Empty>
          }
        >
          {(items) => (
            <GridTable label={m.navRuns()}>
              <thead>
                <tr>
                  <th scope="col">{shared.period()}</th>
                  <th scope="col">{shared.state()}</th>
                  <th scope="col" className="text-end">
                    {m.customersCount()}
                  </th>
                  <th scope="col" className="text-end">
                    {m.statementsMade()}
                  </th>
                  <th scope="col" className="text-end">
                    {m.failed()}
                  </th>
                  <th scope="col">{m.issueMode()}</th>
                  <th scope="col">{m.startedBy()}</th>
                  <th scope="col">{m.startedAt()}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((it) => (
                  <tr key={it.id}>
                    <td>
                      <Link href={`/console/runs/${it.id}`} className="num font-medium text-brand hover:underline">
                        {it.period_start} – {it.cut_off}
                      </Link>
                    </td>
                    <td>
                      <Dot tone={runTone(it)}>
                        {runStateLabel(it.state)}
                        {it.state === "running" && (
                          <span className="num">
                            {text(it.total - it.pending)} / {text(it.total)}
                          </span>
                        )}
                      </Dot>
                    </td>
                    <td className="num text-end">{text(it.total)}</td>
                    <td className="num text-end">{text(it.statements)}</td>
                    <td className={`num text-end ${it.failed ? "font-medium text-bad" : "text-mute"}`}>
                      {text(it.failed)}
                    </td>
                    <td>{it.issue ? m.issueAtOnce() : m.issueLater()}</td>
                    <td>{it.scheduled ? cycle.scheduled() : it.created_by_name}</td>
                    <td className="num text-mute">{formatInstant(it.created_at, organization.time_zone)}</td>
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
