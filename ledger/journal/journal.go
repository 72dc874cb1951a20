// Package journal owns the double-entry journal: append-only entries whose lines balance per currency and in base currency
// (SPEC section 4). PostgreSQL refuses an entry that does not; Balanced says so before a round trip is spent on it.
package journal

import (
	"encoding/json"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// Line is one debit (positive) or credit (negative), in its currency and in the organization's base currency.
type Line struct {
	Account    string
	CustomerID ledger.ID
	DocumentID ledger.ID
	Due        calendar.Date
	Currency   money.Currency
	Amount     decimal.Decimal
	Base       decimal.Decimal
	Dimensions map[string]string // dimension → value, where the posting rules say any
}

// Entry is one event in the books. Source names the document or settlement that it records.
type Entry struct {
	ID          ledger.ID
	PostingDate calendar.Date
	SourceKind  string // document, settlement or payment
	SourceID    ledger.ID
	ReversalOf  ledger.ID
	Lines       []Line
}

// Balanced tells whether the lines sum to zero per currency and in base, and are at least two.
func (e Entry) Balanced() bool {
	base := decimal.Zero
	sums := map[money.Currency]decimal.Decimal{}
	for _, line := range e.Lines {
		sums[line.Currency] = sums[line.Currency].Add(line.Amount)
		base = base.Add(line.Base)
	}
	for _, sum := range sums {
		if !sum.IsZero() {
			return false
		}
	}
	return base.IsZero() && len(e.Lines) >= 2
}

// Mirror is the same entry with every sign turned, dated anew: what a reversal posts.
func (e Entry) Mirror(id, source ledger.ID, on calendar.Date) Entry {
	out := Entry{ID: id, PostingDate: on, SourceKind: e.SourceKind, SourceID: source, ReversalOf: e.ID}
	for _, line := range e.Lines {
		line.Amount, line.Base = line.Amount.Neg(), line.Base.Neg()
		out.Lines = append(out.Lines, line)
	}
	return out
}

var insertEntries = store.OverSet(`
INSERT INTO journal_entries (id, organization_id, posting_date, source_kind, source_id, reversal_of)
SELECT e.id, $1, e.posting_date, e.source_kind, e.source_id, e.reversal_of
FROM {set}`, "e", 2, "id uuid", "posting_date date", "source_kind text", "source_id uuid", "reversal_of uuid")

var insertLines = store.OverSet(`
INSERT INTO journal_lines (entry_id, line_no, organization_id, posting_date, account_code, customer_id, document_id, due_date, currency, amount, amount_base)
SELECT l.entry_id, l.line_no, $1, l.posting_date, l.account_code, l.customer_id, l.document_id, l.due_date, l.currency, l.amount, l.amount_base
FROM {set}`, "l", 2, "entry_id uuid", "line_no int", "posting_date date", "account_code text", "customer_id uuid", "document_id uuid", "due_date date",
	"currency text", "amount numeric", "amount_base numeric")

// Only a set that says dimensions pays for them.
var insertLinesSaying = store.OverSet(`
INSERT INTO journal_lines (entry_id, line_no, organization_id, posting_date, account_code, customer_id, document_id, due_date, currency, amount, amount_base, dimensions)
SELECT l.entry_id, l.line_no, $1, l.posting_date, l.account_code, l.customer_id, l.document_id, l.due_date, l.currency, l.amount, l.amount_base, nullif(l.dimensions, '')::jsonb
FROM {set}`, "l", 2, "entry_id uuid", "line_no int", "posting_date date", "account_code text", "customer_id uuid", "document_id uuid", "due_date date",
	"currency text", "amount numeric", "amount_base numeric", "dimensions text")

// Queue adds the entries to a batch: one statement for the entries, one for all their lines.
func Queue(b *store.Batch, organization ledger.ID, entries []Entry) {
	if len(entries) == 0 {
		return
	}
	var head struct {
		id, source, reversal []ledger.ID
		posting              []calendar.Date
		kind                 []string
	}
	var line struct {
		entry, customer, document []ledger.ID
		no                        []int
		posting, due              []calendar.Date
		account, currency         []string
		amount, base              []decimal.Decimal
	}
	dimensions, said := []string(nil), false
	for _, entry := range entries {
		head.id = append(head.id, entry.ID)
		head.posting = append(head.posting, entry.PostingDate)
		head.kind = append(head.kind, entry.SourceKind)
		head.source = append(head.source, entry.SourceID)
		head.reversal = append(head.reversal, entry.ReversalOf)
		for i, l := range entry.Lines {
			line.entry = append(line.entry, entry.ID)
			line.no = append(line.no, i+1)
			line.posting = append(line.posting, entry.PostingDate)
			line.account = append(line.account, l.Account)
			line.customer = append(line.customer, l.CustomerID)
			line.document = append(line.document, l.DocumentID)
			line.due = append(line.due, l.Due)
			line.currency = append(line.currency, string(l.Currency))
			line.amount = append(line.amount, l.Amount)
			line.base = append(line.base, l.Base)
			dimensions, said = append(dimensions, l.dimensions()), said || len(l.Dimensions) > 0
		}
	}
	b.Do(insertEntries.For(len(head.id)), organization, head.id, head.posting, head.kind, head.source, head.reversal)
	args := []any{organization, line.entry, line.no, line.posting, line.account, line.customer, line.document, line.due, line.currency, line.amount, line.base}
	if said {
		b.Do(insertLinesSaying.For(len(line.entry)), append(args, dimensions)...)
		return
	}
	b.Do(insertLines.For(len(line.entry)), args...)
}

// dimensions are those of the line as JSON; empty where it has none.
func (l Line) dimensions() string {
	if len(l.Dimensions) == 0 {
		return ""
	}
	text, err := json.Marshal(l.Dimensions)
	if err != nil {
		panic("dimensions cannot become JSON: " + err.Error()) // they are texts
	}
	return string(text)
}
