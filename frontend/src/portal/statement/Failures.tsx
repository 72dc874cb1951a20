import { X } from "lucide-react";
import type { Refusal } from "../../shared/api/types";
import * as shared from "../../shared/messages";
import type { StatementLine } from "../../shared/statement/content";
import { IconButton } from "../../shared/ui/Button";
import { Notice } from "../../shared/ui/states";
import * as m from "../pages/messages";

const listed = 20;

/** The lines that could not be answered, each with its reason. They stay ticked. */
export default function Failures({
  refused,
  byNo,
  onClose,
}: {
  refused: Refusal[];
  byNo: Map<number, StatementLine>;
  onClose: () => void;
}) {
  return (
    <div className="mb-3">
      <Notice
        tone="warn"
        role="alert"
        action={
          <IconButton label={shared.close()} onClick={onClose}>
            <X className="size-4" aria-hidden="true" />
          </IconButton>
        }
      >
        <p className="font-semibold">{m.notConfirmed({ count: refused.length })}</p>
        <ul className="mt-1 space-y-0.5">
          {refused.slice(0, listed).map((it) => (
            <li key={it.line_no}>
              {byNo.get(it.line_no)?.documentNo ?? `#${it.line_no}`}: {it.message}
            </li>
          ))}
          {refused.length > listed && <li>{m.andMore({ count: refused.length - listed })}</li>}
        </ul>
      </Notice>
    </div>
  );
}
