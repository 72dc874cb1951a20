import type { DisputeMessage } from "../api/types";
import * as m from "../messages";

/** What a message of a dispute's thread says happened; undefined for plain words. */
export function eventLabel(message: DisputeMessage): string | undefined {
  const who = message.mine ? m.you() : message.side === "system" ? m.sideSystem() : message.author_name;
  switch (message.kind) {
    case "message":
    case "attached":
      return undefined;
    case "opened":
      return m.eventOpened({ who });
    case "assigned":
      return typeof message.data?.assignee === "string"
        ? m.eventAssignedTo({ who, assignee: message.data.assignee })
        : m.eventAssigned({ who });
    case "proposed":
      return m.eventProposed({ who });
    case "returned":
      return m.eventReturned({ who });
    case "accepted":
      return m.eventAccepted({ who });
    case "approved":
      return m.eventApproved({ who });
    case "declined":
      return m.eventDeclined({ who });
    case "resolved":
      return m.eventResolved();
    case "paid":
      return m.eventPaid({ who });
    case "withdrawn":
      return m.eventWithdrawn({ who });
    case "reopened":
      return m.eventReopened({ who });
  }
}
