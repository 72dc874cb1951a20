package allocation

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// Made is a settlement as lists show it.
type Made struct {
	ID           ledger.ID
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	Mode         string
	Rule         string
	RunID        ledger.ID
	On           calendar.Date
	Reason       string
	By           string // empty: the program
	At           time.Time
	Reverses     ledger.ID
	UndoneBy     ledger.ID
	UndoneOn     calendar.Date
	Pairs        int
	Debits       []string // numbers of the first documents
	Credits      []string
	Currencies   []string
	Amounts      []decimal.Decimal // off the debits, one a currency
	Exchange     decimal.Decimal   // in base currency; more than zero is a loss
}

// Removed tells that it was taken out as of its own date, as though it had never been made.
func (m Made) Removed() bool {
	return !m.UndoneBy.IsZero() && m.Mode == string(Manual) && m.UndoneOn == m.On
}

// Filter narrows the settlements; what is zero does not.
type Filter struct {
	CustomerID ledger.ID
	Mode       string
	RunID      ledger.ID
	From, To   calendar.Date
	Live       bool // neither undone nor an undoing
	Text       string
}

// The settlements are chosen first, so that only those of the page are looked into.
const chooseMade = `
WITH s AS MATERIALIZED (
  SELECT s.*, c.code, c.name AS customer_name, u.id AS undone_by, u.effective_date AS undone_on
  FROM settlements s JOIN customers c ON c.id = s.customer_id LEFT JOIN settlements u ON u.reverses = s.id
  WHERE ($1::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($1)))`

const filterMade = `
 AND ($2::uuid IS NULL OR s.customer_id = $2 OR s.group_id IS NOT NULL AND EXISTS (SELECT FROM allocations a WHERE a.settlement_id = s.id AND $2 IN (a.customer_id, a.credit_customer_id))) AND ($3 = '' OR s.mode = $3) AND ($4::uuid IS NULL OR s.run_id = $4)
 AND ($5::date IS NULL OR s.effective_date >= $5) AND ($6::date IS NULL OR s.effective_date <= $6)
 AND (NOT $7 OR (s.reverses IS NULL AND u.id IS NULL))
 AND ($8 = '' OR EXISTS (SELECT FROM allocations a JOIN open_items i ON i.id IN (a.debit_item, a.credit_item) JOIN documents d ON d.id = i.document_id
      WHERE a.settlement_id = s.id AND (strpos(lower(d.document_no), lower($8)) > 0 OR strpos(lower(d.invoice_no), lower($8)) > 0))
   OR strpos(lower(c.name), lower($8)) > 0 OR strpos(lower(c.code), lower($8)) = 1)
 AND ($9::uuid IS NULL OR s.id < $9) ORDER BY s.id DESC LIMIT $10`

const showMade = `)
SELECT s.id, s.customer_id, s.code, s.customer_name, s.mode, s.rule, s.run_id, s.effective_date, s.reason, coalesce(p.name, ''), s.created_at, s.reverses, s.undone_by, s.undone_on,
  f.pairs::int, f.debits, f.credits, f.currencies, f.amounts, f.exchange
FROM s LEFT JOIN staff p ON p.id = s.created_by
CROSS JOIN LATERAL (
  SELECT sum(g.pairs) AS pairs, array_agg(g.currency ORDER BY g.currency) AS currencies, array_agg(g.amount ORDER BY g.currency) AS amounts, sum(g.exchange) AS exchange,
    (SELECT array_agg(n.document_no ORDER BY n.document_no) FROM (SELECT DISTINCT d.document_no FROM allocations a JOIN open_items i ON i.id = a.debit_item JOIN documents d ON d.id = i.document_id WHERE a.settlement_id = s.id LIMIT 4) n) AS debits,
    (SELECT array_agg(n.document_no ORDER BY n.document_no) FROM (SELECT DISTINCT d.document_no FROM allocations a JOIN open_items i ON i.id = a.credit_item JOIN documents d ON d.id = i.document_id WHERE a.settlement_id = s.id LIMIT 4) n) AS credits
  FROM (SELECT i.currency, count(*) AS pairs, sum(a.debit_amount) AS amount, sum(a.debit_base - a.credit_base) AS exchange
        FROM allocations a JOIN open_items i ON i.id = a.debit_item WHERE a.settlement_id = s.id GROUP BY i.currency) g
) f ORDER BY s.id DESC`

// Settlements pages through settlements, newest first. Needs SeeDocuments; sales staff see their own customers'.
func (s *Service) Settlements(ctx context.Context, actor ledger.Actor, f Filter, after ledger.ID, limit int) ([]Made, error) {
	if err := actor.Require(ledger.SeeDocuments); err != nil {
		return nil, err
	}
	if limit <= 0 || limit > 201 {
		limit = 50
	}
	var out []Made
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[Made](ctx, tx, chooseMade+filterMade+showMade, seller(actor), f.CustomerID, f.Mode, f.RunID, f.From, f.To, f.Live, f.Text, after, limit)
		return err
	})
	return out, err
}

// seller is whose customers alone the actor sees; zero for who sees all.
func seller(actor ledger.Actor) ledger.ID {
	if actor.OwnCustomersOnly() {
		return actor.PersonID
	}
	return ledger.ID{}
}

// MadePair is one pair of a settlement with its documents.
type MadePair struct {
	DebitDocument  ledger.ID
	DebitNo        string
	DebitKind      string
	DebitCurrency  string
	DebitAmount    decimal.Decimal
	DebitBase      decimal.Decimal
	CreditDocument ledger.ID
	CreditNo       string
	CreditKind     string
	CreditCurrency string
	CreditAmount   decimal.Decimal
	CreditBase     decimal.Decimal
}

// MadeLine is a line of what it posted: its own entry and those of the documents that came with it.
type MadeLine struct {
	Account    string
	Name       string
	NameEN     string
	DocumentNo string
	Currency   string
	Amount     decimal.Decimal
	Base       decimal.Decimal
}

// MadeWhole is a settlement with everything about it. Way says how it would be undone now; it is meant only while Undoable.
type MadeWhole struct {
	Made
	Lines    []MadePair
	Entry    []MadeLine
	Base     string
	Way      Way
	Undoable error // nil: it can be undone
}

const readMadePairs = `
SELECT dd.id, dd.document_no, dd.kind, di.currency, a.debit_amount, a.debit_base, cd.id, cd.document_no, cd.kind, ci.currency, a.credit_amount, a.credit_base
FROM allocations a JOIN open_items di ON di.id = a.debit_item JOIN documents dd ON dd.id = di.document_id
JOIN open_items ci ON ci.id = a.credit_item JOIN documents cd ON cd.id = ci.document_id WHERE a.settlement_id = $1 ORDER BY a.id LIMIT 10000`

const readMadeEntry = `
SELECT l.account_code, k.name, k.name_en, coalesce(d.document_no, ''), l.currency, l.amount, l.amount_base
FROM journal_entries e JOIN journal_lines l ON l.entry_id = e.id
JOIN accounts k ON k.organization_id = l.organization_id AND k.code = l.account_code
LEFT JOIN documents d ON d.id = l.document_id
WHERE e.source_id = $1 OR e.source_id IN (SELECT b.id FROM allocations a JOIN open_items i ON i.id IN (a.debit_item, a.credit_item)
  JOIN documents b ON b.id = i.document_id AND b.source_kind = 'settlement' WHERE a.settlement_id = $1)
ORDER BY e.id, l.line_no LIMIT 2000`

// Settlement reads one. Needs SeeDocuments. Refused: not_found, also for a customer that is not the salesperson's.
func (s *Service) Settlement(ctx context.Context, actor ledger.Actor, id ledger.ID) (MadeWhole, error) {
	if err := actor.Require(ledger.SeeDocuments); err != nil {
		return MadeWhole{}, err
	}
	var out MadeWhole
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		head, found, err := store.Row[Made](ctx, tx, chooseMade+` AND s.id = $2`+showMade, seller(actor), id)
		if err != nil || !found {
			return firstError(err, ledger.E("not_found"))
		}
		out.Made = head
		if out.Lines, err = store.Rows[MadePair](ctx, tx, readMadePairs, id); err != nil {
			return err
		}
		if out.Entry, err = store.Rows[MadeLine](ctx, tx, readMadeEntry, id); err != nil {
			return err
		}
		if out.Base, _, err = store.Value[string](ctx, tx, `SELECT base_currency FROM organizations WHERE id = $1`, actor.OrganizationID); err != nil {
			return err
		}
		if out.Way, err = WayOf(ctx, tx, id); err != nil {
			return err
		}
		_, out.Undoable = undoable(ctx, tx, id, out.Way.On, "")
		if known := ledger.AsError(out.Undoable); out.Undoable != nil && known.Kind() == ledger.Internal {
			return out.Undoable
		}
		return nil
	})
	return out, err
}
