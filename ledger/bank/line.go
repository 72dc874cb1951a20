package bank

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// State is what became of a line.
type State string

// Line is one line of a bank statement with what became of it. Amount is signed: what came in is positive.
type Line struct {
	ID                  ledger.ID
	AccountID           ledger.ID
	AccountName         string
	StatementID         ledger.ID
	Seq                 int
	BookedOn            calendar.Date
	ValuedOn            calendar.Date
	Amount              decimal.Decimal
	Currency            string
	Kind                string // credit, debit, fee, reversal, batch_member
	Counterparty        string
	CounterpartyAccount string
	CounterpartyBank    string
	EndToEnd            string
	Remittance          string
	BankText            string
	BankReference       string
	Code                string
	Batch               string
	State               State
	// Of the receipt that stands.
	DocumentID   ledger.ID
	DocumentNo   string
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	Rule         string
	MadeBy       string
	MadeAt       *time.Time
	// Of the last word about setting it aside.
	AsideReason string
	AsideBy     string
	Attempts    int       // receipts that were made of it, the reversed ones too
	Flag        FlagState // of the receipt that stands: somebody else than the customer paid it
	// Of the provider's payout that it is.
	PayoutID       ledger.ID
	PayoutRef      string
	PayoutProvider string
	PayoutRule     PayoutRule
	PayoutOff      decimal.NullDecimal // the line less the payout
}

// Line reads one. Needs SeeBank. Refused: not_found.
func (s *Service) Line(ctx context.Context, actor ledger.Actor, id ledger.ID) (Line, error) {
	if err := actor.Require(ledger.SeeBank); err != nil {
		return Line{}, err
	}
	var out Line
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = readLine(ctx, tx, id)
		return err
	})
	return out, err
}

func readLine(ctx context.Context, tx *store.Tx, id ledger.ID) (Line, error) {
	line, found, err := store.Row[Line](ctx, tx, selectLines+`AND l.id = $2`, tx.Actor.OrganizationID, id)
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	return line, err
}

// OfDocument is the line that a receipt was made of; the other way round of Line.DocumentID. Needs SeeBank. Refused: not_found, also for a receipt that was made of none.
func (s *Service) OfDocument(ctx context.Context, actor ledger.Actor, document ledger.ID) (Line, error) {
	if err := actor.Require(ledger.SeeBank); err != nil {
		return Line{}, err
	}
	var out Line
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		id, found, err := store.Value[ledger.ID](ctx, tx, `SELECT line_id FROM bank_line_receipts WHERE organization_id = $1 AND document_id = $2`, actor.OrganizationID, document)
		if err == nil && !found {
			err = ledger.E("not_found")
		}
		if err != nil {
			return err
		}
		out, err = readLine(ctx, tx, id)
		return err
	})
	return out, err
}
