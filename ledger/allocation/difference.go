package allocation

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
)

const insertDifference = `
INSERT INTO payment_differences (id, organization_id, customer_id, document_id, side, currency, amount, cause, note, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

// recordDifference keeps why a payment was more or less than what it names had open (WO-15). What is left over stays the customer's
// credit; what is short stays owed.
func recordDifference(ctx context.Context, tx *store.Tx, d document.New, posted ledger.ID, left decimal.Decimal, debits []openDebit) error {
	side, amount := "over", left
	if !left.IsPositive() {
		asked := decimal.Zero
		for _, debit := range debits {
			asked = asked.Add(debit.Open)
		}
		side, amount = "short", asked.Sub(d.Amount)
	}
	if !amount.IsPositive() || side == "short" && d.ShortCause == "" {
		return nil
	}
	_, err := store.Exec(ctx, tx, insertDifference, ledger.NewID(), tx.Actor.OrganizationID, d.CustomerID, posted, side, string(d.Currency), amount, d.ShortCause, d.ShortNote, tx.Actor.PersonID)
	return err
}

// Difference is one payment that was more or less than the documents it named.
type Difference struct {
	ID           ledger.ID
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	DocumentID   ledger.ID
	DocumentNo   string
	Side         string // over or short
	Currency     string
	Amount       decimal.Decimal
	Cause        string
	Note         string
	CreatedAt    time.Time
}

// CauseTotal sums the differences of one cause in one currency.
type CauseTotal struct {
	Side     string
	Cause    string
	Currency string
	Count    int
	Amount   decimal.Decimal
}

const fromDifferences = `
FROM payment_differences p JOIN customers c ON c.id = p.customer_id JOIN documents d ON d.id = p.document_id
WHERE p.organization_id = $1 AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2))) AND NOT EXISTS (SELECT FROM documents r WHERE r.reverses_document_id = p.document_id)`

// Differences are the newest 500 and the sums by cause of all; receipts that were reversed count for nothing. Needs SeeReports; sales see
// those of their own customers.
func (s *Service) Differences(ctx context.Context, actor ledger.Actor) (rows []Difference, causes []CauseTotal, err error) {
	if err := actor.Require(ledger.SeeReports); err != nil {
		return nil, nil, err
	}
	var own ledger.ID
	if actor.OwnCustomersOnly() {
		own = actor.PersonID
	}
	err = s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		var b store.Batch
		store.Read(&b, &rows, `SELECT p.id, p.customer_id, c.code, c.name, p.document_id, d.document_no, p.side, p.currency, p.amount, p.cause, p.note, p.created_at `+fromDifferences+
			` ORDER BY p.created_at DESC, p.id DESC LIMIT 500`, actor.OrganizationID, own)
		store.Read(&b, &causes, `SELECT p.side, p.cause, p.currency, count(*)::int, sum(p.amount) `+fromDifferences+` GROUP BY 1, 2, 3 ORDER BY 1, 5 DESC`, actor.OrganizationID, own)
		return tx.Send(ctx, &b)
	})
	return rows, causes, err
}
