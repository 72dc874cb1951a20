import { formatInstant } from "../../shared/dates";
import { MoreRow } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { GridTable } from "../../shared/ui/GridTable";
import { Card } from "../../shared/ui/Layout";
import { NothingMatches } from "../../shared/ui/Listed";
import { Empty, Failure, SkeletonRows } from "../../shared/ui/states";
import type { AuditRow } from "./data";
import * as m from "./messages";
import type { useLog } from "./useLog";
import { actionLabel, changeLabel, fieldLabel } from "./words";

const few = 4;
/** An id says nothing to a reader; the row opened shows it. */
const anId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}$/;

/** The rows, each with what it changed; one is opened by its button. */
export function LogTable({
  log,
  label,
  onOpen,
}: {
  log: ReturnType<typeof useLog>;
  label: string;
  onOpen: (seq: number) => void;
}) {
  const { list, narrowed, clear, through } = log;
  const { organization } = useSession();
  if (list.error && !list.items) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <Card>
      {!list.items ? (
        <SkeletonRows rows={12} />
      ) : list.items.length === 0 && !list.hasNextPage ? (
        narrowed ? (
          <NothingMatches onClear={clear} />
        ) : (
          <Empty kind="nothing" title={m.none()}>
            {m.noneHint()}
          </Empty>
        )
      ) : (
        <>
          {list.items.length > 0 && (
            <GridTable label={label}>
              <thead>
                <tr>
                  <th scope="col">{m.when()}</th>
                  <th scope="col">{m.who()}</th>
                  <th scope="col">{m.what()}</th>
                  <th scope="col">{m.changes()}</th>
                </tr>
              </thead>
              <tbody>
                {list.items.map((it) => (
                  <tr key={it.seq} className="align-top">
                    <td className="num whitespace-nowrap text-mute">{formatInstant(it.at, organization.time_zone)}</td>
                    <td className="whitespace-nowrap">{whoLabel(it)}</td>
                    <td className="whitespace-nowrap">
                      <button
                        type="button"
                        className="min-h-6 font-medium text-brand hover:underline"
                        onClick={() => onOpen(it.seq)}
                      >
                        {actionLabel(it.action)}
                      </button>
                      {it.customer_name && <span className="block text-mute">{it.customer_name}</span>}
                    </td>
                    <td className="min-w-64 whitespace-normal wrap-anywhere">
                      <Short row={it} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </GridTable>
          )}
          {through !== undefined && through > 0 && (
            <p className="px-4 pt-3 text-[0.8125rem] text-mute">{m.through({ seq: through })}</p>
          )}
          {list.items.length > 0 ? (
            <MoreRow list={list} />
          ) : (
            <p className="px-4 py-3">
              <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {shared.showMore()}
              </Button>
            </p>
          )}
        </>
      )}
    </Card>
  );
}

/** Who acted: a person's name, or the program itself. */
export function whoLabel(row: AuditRow): string {
  if (row.name) return row.name;
  if (row.subject.startsWith("system:")) return m.system();
  return row.subject.split("#").at(-1) ?? row.subject;
}

function Short({ row }: { row: AuditRow }) {
  if (row.withheld) return <span className="text-mute">{m.withheld()}</span>;
  const told = row.changes.filter((it) => !(it.alone && anId.test(it.after)));
  const pairs = told.filter((it) => !it.alone);
  const shown = pairs.length > 0 ? pairs : told;
  if (shown.length === 0) return <span className="text-mute">{m.noDetail()}</span>;
  return (
    <>
      {shown.slice(0, few).map((it, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same value may be told twice, and the list never changes
        <span key={at} className="block">
          {it.field && <span className="text-mute">{fieldLabel(it.field)}: </span>}
          {changeLabel(row.action, it)}
        </span>
      ))}
      {shown.length > few && <span className="text-mute">{m.more({ count: shown.length - few })}</span>}
    </>
  );
}
