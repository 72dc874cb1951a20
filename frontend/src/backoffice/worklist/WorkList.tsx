import { useQuery } from "@tanstack/react-query";
import { ChevronLeft } from "lucide-react";
import { Link } from "wouter";
import { get } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import type { Page } from "../../shared/api/types";
import { dayOf } from "../../shared/dates";
import { useList } from "../../shared/lists";
import { useSession } from "../../shared/session";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Empty, Failure, Notice, SkeletonRows } from "../../shared/ui/states";
import * as standIns from "../standins/messages";
import { type SectionKey, sectionTitle, type WorkRow, workKey } from "./data";
import * as m from "./messages";
import { WorkRows } from "./WorkRows";

type Work = components["schemas"]["BackofficeWorkView"];

/** What waits for the person, section by section. */
export function WorkList() {
  const { organization } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: workKey,
    queryFn: ({ signal }) => get<Work>("/work-list", signal),
    refetchInterval: 60_000,
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={10} />;
  const standing = data.stands_for.map((it) => (
    <Notice key={it.id} tone="info">
      {standIns.standingFor({ who: it.name, until: dayBefore(it.until, organization.time_zone) })}
    </Notice>
  ));
  if (data.sections.length === 0) {
    return (
      <div className="grid gap-4">
        {standing}
        <Card>
          <Empty kind="done" title={m.nothing()}>
            {m.nothingHint()}
          </Empty>
        </Card>
      </div>
    );
  }
  return (
    <div className="grid gap-4">
      {standing}
      {data.sections.map((section) => (
        <Card key={section.key} className="overflow-hidden pb-1">
          <CardHeading
            action={
              section.count > section.rows.length && (
                <Link
                  href={section.link}
                  className="flex min-h-8 items-center px-2 whitespace-nowrap text-brand hover:underline"
                >
                  {m.allOf({ count: section.count })}
                </Link>
              )
            }
          >
            {sectionTitle(section.key)} <span className="num ms-1 font-normal text-mute">{section.count}</span>
          </CardHeading>
          <WorkRows rows={section.rows} />
        </Card>
      ))}
    </div>
  );
}

/** The last day of what ends with a moment, which is the midnight after it. */
function dayBefore(until: string, zone: string): string {
  return dayOf(new Date(Date.parse(until) - 1), zone);
}

/** One section, whole. */
export function WholeSection({ section }: { section: SectionKey }) {
  const list = useList<Page<WorkRow> & { count: number }>(`/work-list/${section}`, {});
  return (
    <>
      <PageTitle
        action={
          <Link href="/console" className="flex min-h-8 items-center gap-1 text-brand hover:underline">
            <ChevronLeft className="size-4" aria-hidden="true" />
            {m.backToWork()}
          </Link>
        }
      >
        {sectionTitle(section)}{" "}
        {list.first && <span className="num ms-1 font-normal text-mute">{list.first.count}</span>}
      </PageTitle>
      <Card className="overflow-hidden">
        <Listed
          list={{ ...list, total: list.first?.count }}
          rows={10}
          empty={<Empty kind="done" title={m.nothing()} />}
        >
          {(items) => <WorkRows rows={items} />}
        </Listed>
      </Card>
    </>
  );
}
