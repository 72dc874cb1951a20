import { Link } from "wouter";
import type { AgingItem, Page } from "../../shared/api/types";
import { kindLabel } from "../../shared/labels";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { formatAmount } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Listed } from "../../shared/ui/Listed";
import { Modal } from "../../shared/ui/Modal";
import { ScrollTable } from "../../shared/ui/ScrollTable";
import { Empty } from "../../shared/ui/states";
import * as m from "../messages";
import { mayManage } from "../people/roles";
import * as workbench from "../workbench/messages";

/** The open items behind one cell of the aging table: of a customer, or of another row of the group. */
export function AgingItems({
  asOf,
  basis,
  amounts,
  bucket,
  label,
  customerId,
  advances,
  group,
  row,
  rowName,
  currency,
  onClose,
}: {
  asOf: string;
  basis: string;
  amounts: string;
  bucket: string;
  label: string;
  customerId: string | undefined;
  advances: boolean;
  group: string;
  row: string;
  rowName: string;
  currency: string | undefined;
  onClose: () => void;
}) {
  const { roles } = useSession();
  const settles = mayManage(roles);
  const list = useList<Page<AgingItem>>("/aging/items", {
    as_of: asOf,
    basis,
    amounts,
    bucket,
    customer_id: customerId,
    advances: advances ? "true" : undefined,
    group,
    key: customerId ? undefined : row,
    currency,
  });
  return (
    <Modal
      placement="drawer"
      className="sm:!w-[42rem]"
      title={[m.openItems(), rowName, label, asOf].filter(Boolean).join(" · ")}
      onClose={onClose}
    >
      <div className="-mx-5 -mt-4">
        <Listed list={list} empty={<Empty kind="unmatched" title={m.nothingOpen()} />}>
          {(items) => (
            <ScrollTable label={m.openItems()}>
              <thead>
                <tr>
                  <th scope="col">{shared.document()}</th>
                  <th scope="col">{shared.dueDate()}</th>
                  <th scope="col" className="text-end">
                    {m.daysPast()}
                  </th>
                  <th scope="col" className="text-end">
                    {shared.original()}
                  </th>
                  <th scope="col" className="text-end">
                    {shared.openAmount()}
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((it) => (
                  <tr key={`${it.document.id}${it.due_date}`}>
                    <td>
                      <Link href={`/console/documents/${it.document.id}`} className="text-brand hover:underline">
                        {it.document.document_no}
                      </Link>
                      <span className="ms-2 text-mute">{kindLabel(it.kind)}</span>
                      {settles && (
                        <Link
                          href={`/console/allocation?customer=${it.customer.id}&document=${it.document.id}`}
                          aria-label={`${workbench.settle()}: ${it.document.document_no}`}
                          className="ms-2 inline-flex min-h-6 items-center text-brand hover:underline"
                        >
                          {workbench.settle()}
                        </Link>
                      )}
                      {!customerId && <span className="block text-mute">{it.customer.name}</span>}
                    </td>
                    <td className="num">{it.due_date}</td>
                    <td className={`num text-end ${it.days_overdue > 0 ? "text-bad" : "text-mute"}`}>
                      {it.days_overdue}
                    </td>
                    <td className="num text-end text-mute">{formatAmount(it.original, it.currency)}</td>
                    <td className="num text-end font-medium">
                      {formatAmount(it.open, it.currency)} <span className="text-mute">{it.currency}</span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </ScrollTable>
          )}
        </Listed>
      </div>
    </Modal>
  );
}
