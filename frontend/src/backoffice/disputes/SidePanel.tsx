import { useState } from "react";
import type { DisputeView } from "../../shared/api/types";
import { cx } from "../../shared/classes";
import IssuesCard from "../issues/IssuesCard";
import { EvidencePane } from "./EvidencePane";
import * as d from "./messages";
import { PaymentPane } from "./PaymentPane";
import { ResolutionPanel } from "./ResolutionPanel";

type Tab = "resolution" | "evidence" | "payment";

/** Beside the conversation: the resolution, what the books know of the line, and the search for its payment. */
export function SidePanel(props: { dispute: DisputeView; onDone: () => void; onReload: () => void }) {
  const { dispute } = props;
  const claimsPaid = dispute.category === "already_paid" && dispute.actions.settle_paid?.allowed;
  const [tab, setTab] = useState<Tab>(claimsPaid ? "payment" : "resolution");
  const tabs: [Tab, string][] = [
    ["resolution", d.tabResolution()],
    ["evidence", d.tabEvidence()],
    ["payment", d.tabPayment()],
  ];
  return (
    <>
      <div role="tablist" aria-label={d.tabs()} className="mb-3 flex gap-1 border-b border-line">
        {tabs.map(([value, label]) => (
          <button
            key={value}
            type="button"
            role="tab"
            id={`side-${value}`}
            aria-selected={tab === value}
            aria-controls="side-panel"
            onClick={() => setTab(value)}
            className={cx(
              "-mb-px min-h-9 border-b-2 px-2.5 whitespace-nowrap",
              tab === value ? "border-brand font-medium text-brand" : "border-transparent text-mute hover:text-ink",
            )}
          >
            {label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="side-panel" aria-labelledby={`side-${tab}`}>
        {tab === "resolution" && <ResolutionPanel {...props} />}
        {tab === "evidence" && <EvidencePane dispute={dispute} />}
        {tab === "evidence" && <IssuesCard of="dispute_id" id={dispute.id} />}
        {tab === "payment" && <PaymentPane {...props} />}
      </div>
    </>
  );
}
