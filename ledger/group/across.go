package group

import (
	"context"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/party"
)

// Across is one allocation between two companies of a group: a debit of one settled with a credit of the other. Amount is what it took off
// the debit, in its currency. Reversed: it was undone.
type Across struct {
	ID             ledger.ID
	SettlementID   ledger.ID
	On             calendar.Date
	DebitCustomer  ledger.ID
	DebitParty     string
	DebitDocument  ledger.ID
	DebitNo        string
	CreditCustomer ledger.ID
	CreditParty    string
	CreditDocument ledger.ID
	CreditNo       string
	Currency       string
	Amount         decimal.Decimal
	Reversed       bool
	By             string
}

const readAcross = `
SELECT a.id, a.settlement_id, a.effective_date, g.debit_customer_id, g.debit_party, d.document_id, g.debit_document_no, g.credit_customer_id, g.credit_party, c.document_id,
  g.credit_document_no, d.currency, a.debit_amount, EXISTS (SELECT FROM allocations r WHERE r.reverses = a.id), coalesce(p.name, '')
FROM group_allocations g JOIN allocations a ON a.id = g.allocation_id AND a.reverses IS NULL JOIN settlements s ON s.id = a.settlement_id
JOIN open_items d ON d.id = a.debit_item JOIN open_items c ON c.id = a.credit_item LEFT JOIN staff p ON p.id = s.created_by
WHERE g.group_id = $1 AND ($3::uuid IS NULL OR g.allocation_id < $3) AND ($4::uuid IS NULL OR EXISTS (SELECT FROM customers k WHERE k.id = g.debit_customer_id AND k.salesperson_id IN (SELECT acts_as($4)))
  AND EXISTS (SELECT FROM customers k WHERE k.id = g.credit_customer_id AND k.salesperson_id IN (SELECT acts_as($4))))
ORDER BY g.allocation_id DESC LIMIT $2`

// Across pages through what was settled between a group's companies, newest first. Needs SeeDocuments; sales staff see what lies between
// two of their own. Refused: not_found.
func (s *Service) Across(ctx context.Context, actor ledger.Actor, group, after ledger.ID, limit int) ([]Across, error) {
	if err := actor.Require(ledger.SeeDocuments); err != nil {
		return nil, err
	}
	if limit <= 0 || limit > 201 {
		limit = 50
	}
	if _, _, err := s.Group(ctx, actor, group); err != nil {
		return nil, err
	}
	var out []Across
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[Across](ctx, tx, readAcross, group, limit, after, party.OwnOnly(actor))
		return err
	})
	return out, err
}

func sorted[V any](by map[money.Currency]V) []money.Currency { return slices.Sorted(maps.Keys(by)) }
