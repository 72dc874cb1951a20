import { apiPath, query } from "../../shared/api/client";
import { ButtonLink } from "../../shared/ui/Button";
import { PageTitle } from "../../shared/ui/Layout";
import { Notice } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { Chain } from "./Chain";
import { Filters } from "./Filters";
import { LogTable } from "./LogTable";
import * as m from "./messages";
import { RowSheet } from "./RowSheet";
import { useLog } from "./useLog";

/** Who did what: found, read, proved, and taken along. */
export default function AuditLog() {
  const log = useLog();
  const [params, change] = useParams();
  const file = (format: string) => apiPath(`/audit-log/file${query({ ...log.filters, format })}`);
  const open = Number(params.get("row") ?? 0);
  return (
    <>
      <PageTitle
        action={
          log.actions?.everything && (
            <div className="flex flex-wrap gap-2" title={m.exportHint()}>
              <ButtonLink href={file("csv")}>{m.exportCsv()}</ButtonLink>
              <ButtonLink href={file("json")}>{m.exportJson()}</ButtonLink>
            </div>
          )
        }
      >
        {m.title()}
      </PageTitle>
      <p className="-mt-2 mb-3 text-mute">{m.hint()}</p>
      {log.actions && !log.actions.everything && (
        <div className="mb-3">
          <Notice tone="info">{m.limited()}</Notice>
        </div>
      )}
      <Filters log={log} />
      <LogTable log={log} label={m.title()} onOpen={(seq) => change({ row: String(seq) })} />
      <div className="mt-4">
        <Chain />
      </div>
      {open > 0 && <RowSheet seq={open} onClose={() => change({ row: undefined })} />}
    </>
  );
}
