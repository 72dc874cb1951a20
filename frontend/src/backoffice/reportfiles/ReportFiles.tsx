import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { apiPath, get } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { formatInstant } from "../../shared/dates";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { buttonClass } from "../../shared/ui/Button";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Dot, type Tone } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import * as m from "./messages";

type File = components["schemas"]["BackofficeReportFile"];

const states: Record<File["state"], { label: () => string; tone: Tone }> = {
  queued: { label: m.queued, tone: "hold" },
  ready: { label: m.ready, tone: "ok" },
  failed: { label: m.failed, tone: "bad" },
};

/** The files of reports that were made in the background for the reader. While one is being made the page looks again by itself. */
export default function ReportFiles() {
  const { organization } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ["report-files"],
    queryFn: ({ signal }) => get<{ items: File[] }>("/report-files", signal),
    refetchInterval: ({ state }) => (state.data?.items.some((it) => it.state === "queued") ? 2000 : false),
  });
  return (
    <>
      <PageTitle
        action={
          <Link href="/console/reports" className={buttonClass("secondary")}>
            {m.toReports()}
          </Link>
        }
      >
        {m.title()}
      </PageTitle>
      <p className="mb-3 text-mute">{m.hint()}</p>
      <Card>
        <Listed
          list={{ items: data?.items, error, refetch }}
          empty={
            <Empty kind="nothing" title={m.none()}>
              {m.noneHint()}
            </Empty>
          }
        >
          {(rows) => (
            <GridTable label={m.title()}>
              <thead>
                <tr>
                  <th scope="col">{m.report()}</th>
                  <th scope="col">{m.format()}</th>
                  <th scope="col">{shared.state()}</th>
                  <th scope="col">{m.askedAt()}</th>
                  <th scope="col" className="text-end">
                    {m.size()}
                  </th>
                  <th scope="col">{m.until()}</th>
                  <th scope="col">
                    <span className="sr-only">{m.download()}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map((it) => (
                  <tr key={it.id}>
                    <td>{it.title}</td>
                    <td>{it.format.toUpperCase()}</td>
                    <td>
                      <Dot tone={states[it.state].tone}>{states[it.state].label()}</Dot>
                      {it.why && <span className="block whitespace-normal text-mute">{it.why}</span>}
                    </td>
                    <td className="num text-mute">{formatInstant(it.asked_at, organization.time_zone)}</td>
                    <td className="num text-end">{it.state === "ready" && sizeOf(it.size)}</td>
                    <td className="num text-mute">
                      {it.state === "ready" && formatInstant(it.expires_at, organization.time_zone)}
                    </td>
                    <td>
                      {it.state === "ready" && (
                        <a
                          download
                          href={apiPath(`/report-files/${it.id}/file`)}
                          aria-label={`${m.download()} ${it.title} ${it.format.toUpperCase()}`}
                          className="text-brand hover:underline"
                        >
                          {m.download()}
                        </a>
                      )}
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

function sizeOf(bytes: number): string {
  const kb = Math.max(1, Math.round(bytes / 1024));
  return kb < 1024 ? m.kb({ n: kb }) : m.mb({ n: (kb / 1024).toFixed(1) });
}
