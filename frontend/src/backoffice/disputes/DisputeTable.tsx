import { Link } from "wouter";
import type { DisputeSummary } from "../../shared/api/types";
import { categoryLabel, disputeStateLabel, disputeStateTone, outcomeLabel } from "../../shared/labels";
import * as shared from "../../shared/messages";
import { formatAmount } from "../../shared/money";
import { GridTable } from "../../shared/ui/GridTable";
import { Dot } from "../../shared/ui/Status";
import * as m from "../messages";
import { Deadline } from "./QueueRow";

export function DisputeTable({ disputes }: { disputes: DisputeSummary[] }) {
  return (
    <GridTable label={m.navDisputes()}>
      <thead>
        <tr>
          <th scope="col">{shared.dispute()}</th>
          <th scope="col">{shared.document()}</th>
          <th scope="col">{shared.reason()}</th>
          <th scope="col">{shared.currency()}</th>
          <th scope="col" className="text-end">
            {shared.disputedAmount()}
          </th>
          <th scope="col">{shared.state()}</th>
          <th scope="col">{m.deadline()}</th>
        </tr>
      </thead>
      <tbody>
        {disputes.map((it) => (
          <tr key={it.id}>
            <td>
              <Link href={`/console/disputes?view=all&id=${it.id}`} className="font-medium text-brand hover:underline">
                {it.dispute_no}
              </Link>
            </td>
            <td>{it.document_no}</td>
            <td>{categoryLabel(it.category)}</td>
            <td className="text-mute">{it.currency}</td>
            <td className="num text-end font-medium">{formatAmount(it.disputed_amount, it.currency)}</td>
            <td>
              <Dot tone={disputeStateTone(it.state)}>
                {it.outcome ? outcomeLabel(it.outcome) : disputeStateLabel(it.state)}
              </Dot>
            </td>
            <td>
              <Deadline dispute={it} />
            </td>
          </tr>
        ))}
      </tbody>
    </GridTable>
  );
}
