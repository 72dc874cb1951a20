import type { DisputeSummary } from "../../shared/api/types";
import { disputeStateLabel, disputeStateTone, outcomeLabel } from "../../shared/labels";
import { Chip } from "../../shared/ui/Status";
import * as m from "../pages/messages";

/** Where a dispute stands, seen from the customer: whose turn it is comes before the state's own name. */
export function DisputeChip({ dispute }: { dispute: DisputeSummary }) {
  if (dispute.waiting_for === "customer") return <Chip tone="brand">{m.yourTurn()}</Chip>;
  return (
    <Chip tone={disputeStateTone(dispute.state)}>
      {dispute.outcome ? outcomeLabel(dispute.outcome) : disputeStateLabel(dispute.state)}
    </Chip>
  );
}
