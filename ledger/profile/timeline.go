package profile

import (
	"context"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/party"
)

// About narrows a timeline to one sort of thing.
type About string

// The sorts. Empty: everything.
const (
	Statements About = "statements" // sent, seen, confirmed, agreed, reminded
	Disputes   About = "disputes"
	Money      About = "money" // receipts, refunds, credit notes, adjustments, and what was settled; receivables are in the document list
	Mails      About = "mails"
	Notes      About = "notes" // internal
)

// Abouts are the sorts there are.
var Abouts = []About{Statements, Disputes, Money, Mails, Notes}

// Happening is one thing that happened. Kind is an event's (statement.issued), or document.<kind>, settlement.made, settlement.undone,
// mail.<state>, note.written. Label is the number, the address or the subject that it is known by; of a settlement the credit it took from.
type Happening struct {
	ID        ledger.ID
	At        time.Time
	Kind      string
	Side      string // customer, staff or system
	Who       string
	Label     string
	Text      string
	Currency  string
	Amount    decimal.NullDecimal
	Statement ledger.ID
	Dispute   ledger.ID
	Document  ledger.ID
	Settled   ledger.ID // the settlement
}

// Each part finds its newest by the customer and the id, which grows with time, so that a page costs the same however long the story is.
var parts = map[About]string{
	Statements: `
SELECT e.id, e.at, e.kind, e.side, e.actor_name, coalesce(s.statement_no, ''), coalesce(e.data ->> 'reason', ''), coalesce(e.data ->> 'currency', ''),
  CASE WHEN e.data ->> 'amount' ~ '^-?[0-9]+(\.[0-9]+)?$' THEN (e.data ->> 'amount')::numeric END, e.statement_id, NULL::uuid, NULL::uuid, NULL::uuid
FROM (SELECT * FROM events WHERE customer_id = $1 AND kind LIKE 'statement.%' AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3) e LEFT JOIN statements s ON s.id = e.statement_id`,
	Disputes: `
SELECT e.id, e.at, e.kind, e.side, e.actor_name, coalesce(t.dispute_no, ''), coalesce(e.data ->> 'reason', ''), coalesce(t.currency, ''),
  CASE WHEN e.kind = 'dispute.opened' THEN t.disputed_amount::numeric WHEN e.data ->> 'amount' ~ '^-?[0-9]+(\.[0-9]+)?$' THEN (e.data ->> 'amount')::numeric END, e.statement_id, e.dispute_id, NULL::uuid, NULL::uuid
FROM (SELECT * FROM events WHERE customer_id = $1 AND kind IN ('dispute.opened', 'dispute.written', 'dispute.proposed', 'dispute.accepted', 'dispute.returned', 'dispute.resolved', 'dispute.withdrawn', 'dispute.reopened')
  AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3) e LEFT JOIN disputes t ON t.id = e.dispute_id`,
	Money: `
(SELECT d.id, d.posted_at, 'document.' || d.kind, 'staff', coalesce(p.name, ''), d.document_no, CASE d.description WHEN '' THEN d.reason ELSE d.description END, d.currency, d.gross::numeric, NULL::uuid, NULL::uuid, d.id, NULL::uuid
FROM (SELECT * FROM documents WHERE customer_id = $1 AND kind NOT IN ('receivable', 'opening_balance') AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3) d LEFT JOIN staff p ON p.id = d.created_by)
UNION ALL
(SELECT s.id, s.created_at, CASE WHEN s.reverses IS NULL THEN 'settlement.made' ELSE 'settlement.undone' END, CASE WHEN p.id IS NULL THEN 'system' ELSE 'staff' END, coalesce(p.name, ''), coalesce(g.name, x.paid_by, ''), s.reason,
  coalesce(x.currency, ''), x.amount, NULL::uuid, NULL::uuid, NULL::uuid, s.id
FROM (SELECT * FROM settlements WHERE customer_id = $1 AND mode <> 'immediate' AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3) s
LEFT JOIN staff p ON p.id = s.created_by LEFT JOIN customer_groups g ON g.id = s.group_id
LEFT JOIN LATERAL (SELECT min(d.document_no) || CASE WHEN count(DISTINCT d.id) > 1 THEN ' +' || count(DISTINCT d.id) - 1 ELSE '' END,
    CASE WHEN count(DISTINCT i.currency) = 1 THEN min(i.currency) END, CASE WHEN count(DISTINCT i.currency) = 1 THEN sum(a.credit_amount::numeric) END
  FROM allocations a JOIN open_items i ON i.id = a.credit_item JOIN documents d ON d.id = i.document_id WHERE a.settlement_id = s.id) x (paid_by, currency, amount) ON g.id IS NULL)
UNION ALL
(SELECT DISTINCT s.id, s.created_at, CASE WHEN s.reverses IS NULL THEN 'settlement.made' ELSE 'settlement.undone' END, CASE WHEN p.id IS NULL THEN 'system' ELSE 'staff' END, coalesce(p.name, ''), coalesce(g.name, ''), s.reason, '', NULL::numeric,
  NULL::uuid, NULL::uuid, NULL::uuid, s.id
FROM group_allocations x JOIN allocations a ON a.id = x.allocation_id JOIN settlements s ON s.id = a.settlement_id AND s.customer_id <> $1
LEFT JOIN staff p ON p.id = s.created_by LEFT JOIN customer_groups g ON g.id = s.group_id
WHERE (x.debit_customer_id = $1 OR x.credit_customer_id = $1) AND ($2::uuid IS NULL OR s.id < $2))`,
	Mails: `
SELECT m.id, coalesce(m.sent_at, m.tried_at, m.created_at), 'mail.' || m.state, 'system', m.name, m.address, m.subject, '', NULL::numeric, m.statement_id, m.dispute_id, NULL::uuid, NULL::uuid
FROM (SELECT * FROM deliveries WHERE customer_id = $1 AND recipient = 'contact' AND state <> 'skipped' AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3) m`,
	Notes: `
SELECT n.id, n.created_at, 'note.written', 'staff', n.author_name, coalesce(s.statement_no, ''), n.text, '', NULL::numeric, n.statement_id, NULL::uuid, NULL::uuid, NULL::uuid
FROM (SELECT * FROM internal_notes WHERE customer_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3) n LEFT JOIN statements s ON s.id = n.statement_id`,
}

// Timeline pages through what happened with a customer, newest first. Needs SeeStatements, of staff. Refused: not_found, also for another
// salesperson's customer; not_a_choice at about.
func (s *Service) Timeline(ctx context.Context, actor ledger.Actor, customer ledger.ID, about About, after ledger.ID, limit int) ([]Happening, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return nil, err
	}
	if err := actor.Require(ledger.SeeCustomers); err != nil {
		return nil, err
	}
	if about != "" && !slices.Contains(Abouts, about) {
		return nil, ledger.E("validation_failed").At("about", "not_a_choice")
	}
	if limit <= 0 || limit > 201 {
		limit = 50
	}
	sql := ""
	for _, sort := range Abouts {
		if about != "" && sort != about {
			continue
		}
		if sql != "" {
			sql += " UNION ALL "
		}
		sql += "(" + parts[sort] + ")"
	}
	var out []Happening
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		var known []ledger.ID
		var b store.Batch
		store.ReadValues(&b, &known, `SELECT id FROM customers c WHERE c.organization_id = $1 AND c.id = $2 AND ($3::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($3)))`,
			actor.OrganizationID, customer, party.OwnOnly(actor))
		store.Read(&b, &out, `SELECT * FROM (`+sql+`) h (id, at, kind, side, who, label, said, currency, amount, statement, dispute, document, settled) ORDER BY id DESC LIMIT $3`, customer, after, limit)
		if err := tx.Send(ctx, &b); err != nil {
			return err
		}
		if len(known) == 0 {
			out = nil
			return ledger.E("not_found")
		}
		return nil
	})
	return out, err
}
