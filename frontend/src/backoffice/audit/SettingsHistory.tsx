import { PageTitle } from "../../shared/ui/Layout";
import { useParams } from "../../shared/useParams";
import { Filters } from "./Filters";
import { LogTable } from "./LogTable";
import * as m from "./messages";
import { RowSheet } from "./RowSheet";
import { useLog } from "./useLog";

/** Every change of what can be set, with before and after, out of the audit log. */
export default function SettingsHistory() {
  const log = useLog("settings");
  const [params, change] = useParams();
  const open = Number(params.get("row") ?? 0);
  return (
    <>
      <PageTitle>{m.historyTitle()}</PageTitle>
      <p className="-mt-2 mb-3 text-mute">{m.historyHint()}</p>
      <Filters log={log} within={log.actions?.settings} />
      <LogTable log={log} label={m.historyTitle()} onOpen={(seq) => change({ row: String(seq) })} />
      {open > 0 && <RowSheet seq={open} onClose={() => change({ row: undefined })} />}
    </>
  );
}
