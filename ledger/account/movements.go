package account

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// MoveFilter asks for the movements of one currency in a range of posting dates, both included (zero: the month to date).
type MoveFilter struct {
	Currency money.Currency
	From, To calendar.Date
	After    MoveCursor
	Limit    int // 1–200; 0 is 50
}

// MoveCursor is a place among the movements: the date and what moved.
type MoveCursor struct {
	On calendar.Date
	ID ledger.ID
}

// Move is one movement of the account. Amount is signed: what raises the debt is positive; Balance is the account's after it.
// Kind settlement is a settlement in two currencies, which moves the balance in both; group_settlement one with a document of another company
// of the customer's group, which Description names.
type Move struct {
	On          calendar.Date
	ID          ledger.ID
	DocumentID  ledger.ID
	DocumentNo  string
	Kind        string
	OrderNo     string
	ContractNo  string
	InvoiceNo   string
	Description string
	Amount      decimal.Decimal
	Balance     decimal.Decimal
}

// Movements are a page of 往来明细. Opening + Debits − Credits = Closing holds for the whole range; Before is the balance before the page's
// first row.
type Movements struct {
	Currency money.Currency
	From, To calendar.Date
	Opening  decimal.Decimal
	Debits   decimal.Decimal
	Credits  decimal.Decimal
	Closing  decimal.Decimal
	Count    int
	Before   decimal.Decimal
	Rows     []Move
}

// What moves the balance: a document by its items, and a settlement of two currencies by both its sides, one between two companies of a group by
// each company's own; one within a currency and a customer moves nothing. $1 customer, $2 currency, $3 and $4 the dates, both included. A page takes its rows from either in their order, and looks up the
// documents of those alone: an account may have a hundred thousand.
const itemMoves = `
SELECT i.posting_date AS on_date, i.document_id AS id, i.document_id, '' AS settled, '' AS words, sum(CASE i.side WHEN 'debit' THEN i.original_amount ELSE -i.original_amount END) AS amount
FROM open_items i WHERE i.customer_id = $1 AND i.currency = $2 AND i.posting_date >= $3 AND i.posting_date <= $4`

const settledMoves = `
SELECT a.effective_date AS on_date, a.id, i.document_id, 'settlement' AS settled, '' AS words, CASE WHEN a.reverses IS NULL THEN m.amount ELSE -m.amount END AS amount
FROM open_items i
JOIN allocations a ON (i.side = 'debit' AND a.debit_item = i.id) OR (i.side = 'credit' AND a.credit_item = i.id)
JOIN open_items k ON k.id = CASE i.side WHEN 'debit' THEN a.credit_item ELSE a.debit_item END AND k.currency <> i.currency
CROSS JOIN LATERAL (SELECT CASE i.side WHEN 'debit' THEN -a.debit_amount ELSE a.credit_amount END AS amount) m
WHERE EXISTS (SELECT FROM open_items x WHERE x.customer_id = $1 AND x.currency <> $2)
  AND i.customer_id = $1 AND i.currency = $2 AND a.credit_customer_id IS NULL AND a.effective_date >= $3 AND a.effective_date <= $4`

const groupMoves = `
SELECT a.effective_date AS on_date, a.id, i.document_id, 'group_settlement' AS settled,
  CASE WHEN g.debit_customer_id = $1 THEN concat(g.credit_party, ' ', g.credit_document_no) ELSE concat(g.debit_party, ' ', g.debit_document_no) END AS words,
  CASE WHEN a.reverses IS NULL THEN m.amount ELSE -m.amount END AS amount
FROM group_allocations g JOIN allocations a ON a.id = g.allocation_id
JOIN open_items i ON i.id = CASE WHEN g.debit_customer_id = $1 THEN a.debit_item ELSE a.credit_item END
CROSS JOIN LATERAL (SELECT CASE WHEN g.debit_customer_id = $1 THEN -a.debit_amount ELSE a.credit_amount END AS amount) m
WHERE (g.debit_customer_id = $1 OR g.credit_customer_id = $1) AND i.currency = $2 AND a.effective_date >= $3 AND a.effective_date <= $4`

const moves = itemMoves + " GROUP BY 1, 2 UNION ALL " + settledMoves + " UNION ALL " + groupMoves

const readMoves = `
SELECT m.on_date, m.id, m.document_id, d.document_no, CASE WHEN m.settled <> '' THEN m.settled ELSE d.kind END, d.order_no, d.contract_no,
  CASE WHEN m.settled <> '' THEN d.invoice_no ELSE coalesce(v.invoice_no, d.invoice_no) END, CASE WHEN m.words <> '' THEN m.words ELSE d.description END, m.amount, 0::numeric
FROM (SELECT * FROM (
    (` + itemMoves + ` AND (i.posting_date, i.document_id) > ($5, $6) GROUP BY i.posting_date, i.document_id ORDER BY i.posting_date, i.document_id LIMIT $7)
    UNION ALL (` + settledMoves + ` AND (a.effective_date, a.id) > ($5, $6) ORDER BY a.effective_date, a.id LIMIT $7)
    UNION ALL (` + groupMoves + ` AND (a.effective_date, a.id) > ($5, $6) ORDER BY a.effective_date, a.id LIMIT $7)
  ) either ORDER BY on_date, id LIMIT $7) m
JOIN documents d ON d.id = m.document_id LEFT JOIN invoices v ON v.document_id = d.id AND v.voided_at IS NULL
ORDER BY m.on_date, m.id`

const sumMoves = `
SELECT coalesce(sum(amount) FILTER (WHERE amount > 0), 0), coalesce(-sum(amount) FILTER (WHERE amount < 0), 0), count(*)::int FROM (` + moves + `) m`

// The balance before a place: whole months from the kept balances, and the moves of its month up to it.
const readBefore = `
SELECT coalesce((SELECT sum(b.debit - b.credit) FROM balances b
    JOIN accounts a ON a.organization_id = b.organization_id AND a.code = b.account_code AND a.role IN ('ar', 'advance')
    WHERE b.customer_id = $1 AND b.currency = $2 AND b.period < $3), 0)
  + coalesce((SELECT sum(amount) FROM (` + moves + `) m WHERE (on_date, id) <= ($5, $6)), 0)`

// Movements pages through what moved the balance, in the order of posting dates. Refused: validation_failed at currency, from or to.
func (s *Service) Movements(ctx context.Context, actor ledger.Actor, f MoveFilter) (Movements, error) {
	if f.Limit <= 0 || f.Limit > 201 {
		f.Limit = 50
	}
	return s.movements(ctx, actor, f)
}

func (s *Service) movements(ctx context.Context, actor ledger.Actor, f MoveFilter) (Movements, error) {
	bad := ledger.E("validation_failed")
	checkCurrency(bad, f.Currency, true)
	checkRange(bad, f.From, f.To, "to")
	if len(bad.Fields) > 0 {
		return Movements{}, bad
	}
	var out Movements
	var today calendar.Date
	err := s.read(ctx, actor, &today, func(ctx context.Context, tx *store.Tx) (err error) {
		if f.To.IsZero() {
			f.To = today
		}
		if f.From.IsZero() {
			f.From = f.To.StartOfMonth()
		}
		if f.To.Before(f.From) {
			return ledger.E("validation_failed").At("to", "range_backwards")
		}
		out, err = f.read(ctx, tx)
		return err
	})
	return out, err
}

func (f MoveFilter) read(ctx context.Context, tx *store.Tx) (Movements, error) {
	out := Movements{Currency: f.Currency, From: f.From, To: f.To}
	customer, currency := tx.Actor.CustomerID, string(f.Currency)
	after := f.After
	if after.On.Before(f.From) { // the beginning: everything of the day before lies before it
		after = MoveCursor{f.From.AddDays(-1), lastID}
	}
	var b store.Batch
	var opening, before []decimal.Decimal
	var sums []struct {
		Debits, Credits decimal.Decimal
		Count           int
	}
	dayBefore := f.From.AddDays(-1)
	balanceAt(&b, &opening, customer, currency, MoveCursor{dayBefore, lastID})
	balanceAt(&b, &before, customer, currency, after)
	store.Read(&b, &sums, sumMoves, customer, currency, f.From, f.To)
	store.Read(&b, &out.Rows, readMoves, customer, currency, f.From, f.To, after.On, after.ID, f.Limit)
	if err := tx.Send(ctx, &b); err != nil {
		return out, err
	}
	out.Opening, out.Before, out.Debits, out.Credits, out.Count = opening[0], before[0], sums[0].Debits, sums[0].Credits, sums[0].Count
	out.Closing = out.Opening.Add(out.Debits).Sub(out.Credits)
	balance := out.Before
	for i := range out.Rows {
		balance = balance.Add(out.Rows[i].Amount)
		out.Rows[i].Balance = balance
	}
	return out, nil
}

// lastID comes after every other.
var lastID = ledger.ID{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

func balanceAt(b *store.Batch, dest *[]decimal.Decimal, customer ledger.ID, currency string, at MoveCursor) {
	store.ReadValues(b, dest, readBefore, customer, currency, at.On.StartOfMonth(), at.On, at.On, at.ID)
}
