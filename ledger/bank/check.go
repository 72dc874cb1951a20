package bank

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// Verdict is what the comparison of the books with the bank finds.
type Verdict string

// The verdicts. Agrees is a pair that is the same and not joined yet.
const (
	Agrees     Verdict = "agrees"
	AmountOff  Verdict = "amount"
	DateOff    Verdict = "date"
	NameOff    Verdict = "name"
	OnlyBank   Verdict = "only_bank"
	OnlySystem Verdict = "only_system"
)

// Days within which money may be booked here and there, and up to which the same payment is looked for.
const (
	NearDays = 3
	FarDays  = 31
	mostRows = 5000
)

// Finding is a pair, or what only one side has.
type Finding struct {
	Verdict    Verdict
	Line       *Line
	Booked     *Booked
	Difference decimal.Decimal // bank less books
	Days       int             // bank after books
}

// Comparison is what the books and the bank say of one currency and time.
type Comparison struct {
	Currency string
	Joined   int // lines that have their receipt
	Findings []Finding
	More     bool // there were more rows than can be compared at once: narrow the time
}

const readToCompare = selectLines + `
AND l.currency = $2 AND l.booked_on BETWEEN $3 AND $4 AND w.state IN ('unmatched', 'receipt') ORDER BY l.booked_on, l.id LIMIT 5001`

const readBooked = `
SELECT d.id, d.document_no, d.customer_id, c.code, c.name, c.name_en, d.document_date, d.gross
FROM documents d JOIN customers c ON c.id = d.customer_id
WHERE d.organization_id = $1 AND d.kind IN ('receipt', 'advance') AND d.method IN ('', 'bank') AND d.currency = $2 AND d.document_date BETWEEN $3 AND $4
  AND NOT EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = d.id) AND NOT EXISTS (SELECT FROM bank_line_receipts r WHERE r.document_id = d.id)
ORDER BY d.document_date, d.id LIMIT 5001`

// Compare holds the receipts of the books against the lines of all bank accounts of a currency: what is joined is counted; of the rest it
// finds what is the same, what differs in amount, date or name, and what only one side has. Needs SeeBank. Refused: faults by field.
func (s *Service) Compare(ctx context.Context, actor ledger.Actor, currency string, from, to calendar.Date) (Comparison, error) {
	if err := actor.Require(ledger.SeeBank); err != nil {
		return Comparison{}, err
	}
	if from.IsZero() || to.Before(from) || to.Sub(from) > 400 {
		return Comparison{}, ledger.E("validation_failed").At("to", "out_of_range")
	}
	out := Comparison{Currency: currency}
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		lines, err := store.Rows[Line](ctx, tx, readToCompare, actor.OrganizationID, currency, from, to)
		if err != nil {
			return err
		}
		booked, err := store.Rows[Booked](ctx, tx, readBooked, actor.OrganizationID, currency, from.AddDays(-FarDays), to.AddDays(FarDays))
		if err != nil {
			return err
		}
		out.More = len(lines) > mostRows || len(booked) > mostRows
		free := []*Line{}
		for i := range lines {
			if lines[i].State == Received {
				out.Joined++
			} else {
				free = append(free, &lines[i])
			}
		}
		out.Findings = compare(free, booked, from, to)
		return nil
	})
	return out, err
}
