package matching

import (
	"context"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/statement"
	"hefu/ledger/tally"
)

// sides are both ledgers as they are compared, with the lines as they are kept. The same number means the same line in both.
type sides struct {
	ours, theirs   []tally.Line
	keptOurs, kept []Line
	credited       []credited
}

// credited is a disputed difference carried over, and the statement's line that ended the dispute: both are ours, and need no counterpart.
type credited struct {
	item, credit int // numbers of our lines
	disputeNo    string
}

// carried is a reconciling item of an earlier statement that may clear now.
type carried struct {
	ID          ledger.ID
	Side        tally.Side
	DocumentID  ledger.ID
	DocumentNo  string
	Reference   string
	On          calendar.Date
	Description string
	Amount      decimal.Decimal
	Kind        ItemKind
	DisputeNo   string
	CreditID    ledger.ID // of the credit note or adjustment that ended its dispute
}

// What a completed matching of this very statement had cleared may be cleared again by the next one.
const readCarried = `
SELECT i.id, i.side, i.document_id, i.document_no, i.reference, i.item_date, i.description, i.amount, i.kind, coalesce(d.dispute_no, ''), d.credit_document_id
FROM reconciling_items i JOIN statements s ON s.id = i.statement_id LEFT JOIN disputes d ON d.id = i.dispute_id
WHERE i.customer_id = $1 AND i.currency = $2 AND s.cut_off < $3 AND (i.state = 'open' OR i.state = 'cleared' AND i.cleared_statement_id = $4)
ORDER BY i.item_date, i.id`

func readItems(ctx context.Context, tx *store.Tx, at ground) ([]carried, error) {
	return store.Rows[carried](ctx, tx, readCarried, at.CustomerID, at.Currency, at.CutOff, at.StatementID)
}

// gather puts the statement's lines, what is brought forward and carried over, and the customer's own lines beside one another.
func gather(content statement.Content, items []carried, theirs []tally.Line, read table) sides {
	var s sides
	for _, l := range content.Lines {
		s.add(Line{Side: tally.Ours, Origin: fromMovement, Place: l.No, DocumentID: l.DocumentID, DocumentNo: l.DocumentNo,
			Reference: firstOf(l.InvoiceNo, l.OrderNo, l.ContractNo), On: l.DocumentDate, Kind: l.Kind, Description: l.Description, Amount: l.Amount},
			tally.Line{Invoice: l.InvoiceNo, Order: firstOf(l.OrderNo, l.ContractNo)})
	}
	standing := map[ledger.ID]int{}
	for _, i := range content.OpenItems {
		standing[i.DocumentID] = i.No
	}
	taken := map[ledger.ID]bool{}
	for _, i := range items {
		if i.Side != tally.Ours {
			continue
		}
		place := 0
		if i.Kind == inDispute { // its document is not: only the difference is
			s.dispute(i)
			continue
		}
		if !i.DocumentID.IsZero() && !taken[i.DocumentID] {
			place, taken[i.DocumentID] = standing[i.DocumentID], true
		}
		s.add(Line{Side: tally.Ours, Origin: fromCarried, Place: place, ItemID: i.ID, DocumentID: i.DocumentID, DocumentNo: i.DocumentNo, Reference: i.Reference,
			On: i.On, Description: i.Description, Amount: i.Amount}, tally.Line{Reference: i.Reference, Outside: true})
	}
	for _, i := range content.OpenItems {
		if !taken[i.DocumentID] {
			s.add(Line{Side: tally.Ours, Origin: fromForward, Place: i.No, DocumentID: i.DocumentID, DocumentNo: i.DocumentNo, Reference: i.OrderNo, On: i.DocumentDate,
				Kind: i.Kind, Description: i.Description, Amount: i.Original}, tally.Line{Order: i.OrderNo, Outside: true})
		}
	}
	for _, l := range theirs {
		s.add(Line{Side: tally.Theirs, Origin: fromFile, Place: read.number(l.No), DocumentNo: firstOf(l.Number, l.Invoice), Reference: firstOf(l.Invoice, l.Order, l.Reference),
			On: l.Date, Kind: string(l.Kind), Description: l.Text, Amount: l.Amount}, l)
	}
	for _, i := range items {
		if i.Side == tally.Theirs {
			s.add(Line{Side: tally.Theirs, Origin: fromCarried, ItemID: i.ID, DocumentNo: i.DocumentNo, Reference: i.Reference, On: i.On,
				Description: i.Description, Amount: i.Amount.Neg()}, tally.Line{Reference: i.Reference, Outside: true})
		}
	}
	return s
}

// dispute carries a disputed difference over; where its credit note stands among the statement's lines, the two belong together.
func (s *sides) dispute(i carried) {
	s.add(Line{Side: tally.Ours, Origin: fromCarried, ItemID: i.ID, DocumentNo: i.DocumentNo, Reference: i.Reference, On: i.On, Kind: string(inDispute),
		Description: i.Description, Amount: i.Amount}, tally.Line{Reference: i.Reference, Outside: true})
	for _, l := range s.keptOurs {
		if l.Origin == fromMovement && !i.CreditID.IsZero() && l.DocumentID == i.CreditID {
			s.credited = append(s.credited, credited{len(s.ours), l.No, i.DisputeNo})
		}
	}
}

// compared are our lines as they go to the engine.
func (s sides) compared() []tally.Line {
	taken := map[int]bool{}
	for _, c := range s.credited {
		taken[c.item], taken[c.credit] = true, true
	}
	out := make([]tally.Line, 0, len(s.ours))
	for _, l := range s.ours {
		if !taken[l.No] {
			out = append(out, l)
		}
	}
	return out
}

// add numbers a line on its side; compared carries what only the comparison needs.
func (s *sides) add(kept Line, compared tally.Line) {
	kept.Description, kept.DocumentNo, kept.Reference = cut(kept.Description), cut(kept.DocumentNo), cut(kept.Reference)
	compared.Date, compared.Amount = kept.On, kept.Amount
	if kept.Origin != fromFile {
		compared.Number, compared.Text, compared.Kind = kept.DocumentNo, kept.Description, kindOf(kept.Kind)
	}
	if kept.Side == tally.Ours {
		kept.No = len(s.ours) + 1
		compared.No = kept.No
		s.ours, s.keptOurs = append(s.ours, compared), append(s.keptOurs, kept)
		return
	}
	kept.No = len(s.theirs) + 1
	compared.No = kept.No
	s.theirs, s.kept = append(s.theirs, compared), append(s.kept, kept)
}

// kindOf is a statement line's kind as the comparison knows it.
func kindOf(kind string) tally.Kind {
	switch kind {
	case "receivable":
		return tally.Charge
	case "credit_note":
		return tally.Credit
	case "receipt", "advance", "refund":
		return tally.Receipt
	case "adjustment", "write_off":
		return tally.Adjustment
	}
	return ""
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if strings.TrimSpace(text) != "" {
			return text
		}
	}
	return ""
}

// cut keeps what a person wrote in a cell within what is shown of it.
func cut(text string) string {
	if runes := []rune(text); len(runes) > 300 {
		return string(runes[:299]) + "…"
	}
	return text
}
