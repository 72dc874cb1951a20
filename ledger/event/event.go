// Package event owns the facts that somebody is to be told about: a statement was issued, a dispute was opened. A fact is recorded
// in the transaction that makes it; the database enqueues the work of telling in the same transaction (D10), so there is never one
// without the other. Who is told, and how, is decided later and elsewhere (ledger/notice).
package event

import (
	"context"
	"encoding/json"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Kind is what happened, as webhooks name it.
type Kind string

// The kinds. Data holds what the kind's line says; everything else is read from the rows the event names.
const (
	StatementIssued    Kind = "statement.issued"    // version
	StatementRevised   Kind = "statement.revised"   // version, reason, changed (how many lines)
	StatementCancelled Kind = "statement.cancelled" // reason
	StatementViewed    Kind = "statement.viewed"
	StatementConfirmed Kind = "statement.confirmed" // confirmation_id, lines, amount, currency
	StatementAgreed    Kind = "statement.agreed"
	StatementReminded  Kind = "statement.reminded"  // day, count
	StatementTask      Kind = "statement.task"      // late (days), number (of reminders); the salesperson is to call
	StatementEscalated Kind = "statement.escalated" // late, number; the supervisors are told

	DisputeOpened    Kind = "dispute.opened"    // dispute_no; one event a command names the first dispute, and count says how many
	DisputeWritten   Kind = "dispute.written"   // who: customer or staff; internal: true for a note among staff
	DisputeAssigned  Kind = "dispute.assigned"  // staff_id
	DisputeMentioned Kind = "dispute.mentioned" // staff_id; named in a note among staff, one event a person
	DisputeProposed  Kind = "dispute.proposed"  // decision, amount, currency
	DisputeWaiting   Kind = "dispute.waiting"   // for a second person's approval
	DisputeDeclined  Kind = "dispute.declined"  // by that person
	DisputeAccepted  Kind = "dispute.accepted"  // by the customer
	DisputeReturned  Kind = "dispute.returned"  // by the customer
	DisputeResolved  Kind = "dispute.resolved"  // outcome, amount, currency
	DisputeWithdrawn Kind = "dispute.withdrawn" // by the customer
	DisputeReopened  Kind = "dispute.reopened"  // by staff; before: the outcome it had
	DisputeApproved  Kind = "dispute.approved"  // staff_id; who proposed what a second person has approved
	DisputeDueSoon   Kind = "dispute.due_soon"  // its due time comes near
	NoteMentioned    Kind = "note.mentioned"    // staff_id; named in an internal note about a customer or statement
	DisputeLate      Kind = "dispute.late"      // its due time has passed; role: who else is told

	CreditNotePosted    Kind = "credit_note.posted"         // amount, currency
	AccessCode          Kind = "access.code"                // code_id
	AccessLink          Kind = "access.link"                // link_id: mailed again because its holder or staff asked for it
	StaffInvited        Kind = "people.staff_invited"       // staff_invitation_id; party.MailStaffInvitation makes the link that is mailed
	PeopleInvited       Kind = "people.invited"             // invitation_id; party.MailInvitation makes the link that is mailed
	PayeeChanged        Kind = "organization.payee_changed" // change_id; every customer is to be told
	PayeePlanned        Kind = "organization.payee_planned" // change_id, effective_on; two people have agreed, and everybody is told before it holds
	PayeeStopped        Kind = "organization.payee_stopped" // change_id; what was announced does not happen
	ReceivableAsked     Kind = "receivable.asked"           // confirmation, amount, currency; the customer confirms it before it is booked
	ReceivableConfirmed Kind = "receivable.confirmed"       // confirmation, amount, currency
	ReceivableRejected  Kind = "receivable.rejected"        // confirmation, amount, currency
	DraftApproved       Kind = "draft.approved"             // draft_id, kind, amount, currency, document_no; the last step was given
	DraftReturned       Kind = "draft.returned"             // draft_id, kind, amount, currency, reason
	IssueAssigned       Kind = "issue.assigned"             // staff_id, issue_id, issue_no, title, due_on
	IssueMentioned      Kind = "issue.mentioned"            // staff_id, issue_id, issue_no, title, due_on, text; named in a note of its history, one event a person
	IssueOverdue        Kind = "issue.overdue"              // staff_id, issue_id, issue_no, title, due_on; once for each due day
	StandInNamed        Kind = "stand_in.named"             // staff_id (who is told), stand_in_id
	StandInEnded        Kind = "stand_in.ended"             // staff_id (who is told), stand_in_id; by hand
	ReportReady         Kind = "report.ready"               // staff_id (who asked), file_id, zh and en (the report's title), format
	ReportFailed        Kind = "report.failed"              // the same, fault_zh and fault_en: why
	TemplateTested      Kind = "template.tested"            // purpose, locale, subject, heading, body, button, customer: mailed to who asks, to look at
	// Of payments: payment_id, amount, currency, provider, reference.
	PaymentReceived     Kind = "payment.received" // on_account: what of it settles nothing; discount_lapsed: what it came too late for, until discount_until; if anything
	PaymentRefunded     Kind = "payment.refunded" // refund_id, reason
	PaymentDisputed     Kind = "payment.disputed" // the payer's bank took the money back
	PaymentDiffers      Kind = "payment.differs"  // told, told_currency: what the provider says came
	PaymentUnidentified Kind = "payment.unidentified"
	PaymentFailed       Kind = "payment.failed"         // state (failed, expired, cancelled), reason; its items are free again
	PaymentDisputeEnded Kind = "payment.dispute_ended"  // outcome: won or lost
	RefundFailed        Kind = "payment.refund_failed"  // refund_id, reason, fault
	PayoutBooked        Kind = "payout.booked"          // payout_id, provider, reference, amount, currency, paid_on
	PayoutArrived       Kind = "payout.arrived"         // payout_id, provider, reference, amount, currency, line_id, booked_on, arrived: the bank's amount
	RefundAsked         Kind = "payment.refund_asked"   // refund_id, reason; a second person decides
	RefundDecided       Kind = "payment.refund_decided" // refund_id, staff_id (who is told), approved, note
	// ConfirmationAsked: a maker asks the checker of the same customer.
	ConfirmationAsked Kind = "confirmation.asked" // review_id, what (confirmation or acceptance), lines, amount, currency
)

// Event is one fact. Ids that say nothing about it are zero; the customer's is needed in the portal's transactions.
type Event struct {
	Kind        Kind
	CustomerID  ledger.ID
	StatementID ledger.ID
	DisputeID   ledger.ID
	DocumentID  ledger.ID
	ContactID   ledger.ID
	Data        map[string]any
}

const insertEvents = `
INSERT INTO events (id, organization_id, kind, customer_id, statement_id, dispute_id, document_id, contact_id, data, side, actor_id, actor_name)
SELECT e.id, $1, e.kind, e.customer, e.statement, e.dispute, e.document, e.contact, e.data::jsonb, $2, $3, $4
FROM unnest($5::uuid[], $6::text[], $7::uuid[], $8::uuid[], $9::uuid[], $10::uuid[], $11::uuid[], $12::text[])
  AS e (id, kind, customer, statement, dispute, document, contact, data)`

// Record writes the facts in the transaction that makes them, in one statement. The actor of the transaction is who made them.
func Record(ctx context.Context, tx *store.Tx, events ...Event) error {
	if len(events) == 0 {
		return nil
	}
	n := len(events)
	ids, customers, statements := make([]ledger.ID, n), make([]ledger.ID, n), make([]ledger.ID, n)
	disputes, documents, contacts := make([]ledger.ID, n), make([]ledger.ID, n), make([]ledger.ID, n)
	kinds, data := make([]string, n), make([]string, n)
	for i, e := range events {
		ids[i], kinds[i], data[i] = ledger.NewID(), string(e.Kind), "{}"
		customers[i], statements[i], disputes[i] = e.CustomerID, e.StatementID, e.DisputeID
		documents[i], contacts[i] = e.DocumentID, e.ContactID
		if len(e.Data) > 0 {
			text, err := json.Marshal(e.Data)
			if err != nil {
				return ledger.E("internal").Because(err)
			}
			data[i] = string(text)
		}
	}
	_, err := store.Exec(ctx, tx, insertEvents, tx.Actor.OrganizationID, Side(tx.Actor), tx.Actor.PersonID, tx.Actor.Name,
		ids, kinds, customers, statements, disputes, documents, contacts, data)
	return err
}

// Side is whose act it was: customer, staff or system. A customer's decision may run with the system's rights; it stays the
// customer's.
func Side(actor ledger.Actor) string {
	switch {
	case actor.Audience == ledger.Portal || !actor.CustomerID.IsZero():
		return "customer"
	case actor.Audience == ledger.Backoffice:
		return "staff"
	}
	return "system"
}
