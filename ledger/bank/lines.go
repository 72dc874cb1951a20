package bank

import (
	"context"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// The states. Other is what asks for no receipt: money that went out, fees, and what was taken back.
const (
	Unmatched State = "unmatched"
	Received  State = "receipt"
	Aside     State = "aside"
	PaidOut   State = "payout" // of a provider, which is booked as such
	Other     State = "other"
)

// Filter narrows lines; zero values do not.
type Filter struct {
	AccountID   ledger.ID
	StatementID ledger.ID
	DocumentID  ledger.ID // of a receipt, reversed or not
	State       State
	From, To    calendar.Date
	Amount      decimal.NullDecimal // as booked, signed
	Text        string              // in names, numbers and texts
}

// Page is a place in the list: lines booked before, or on that day with an earlier id. Limit is 1 to 200, 50 when zero.
type Page struct {
	BookedOn calendar.Date `json:"on"`
	Before   ledger.ID     `json:"id"`
	Limit    int           `json:"-"`
}

const selectLines = `
SELECT l.id, l.account_id, a.name, l.statement_id, l.seq, l.booked_on, l.valued_on, l.amount, l.currency, l.kind, l.counterparty, l.counterparty_account, l.counterparty_bank,
  l.end_to_end, l.remittance, l.bank_text, l.bank_reference, l.code, l.batch, w.state, r.document_id, coalesce(d.document_no, ''), d.customer_id, coalesce(c.code, ''), coalesce(c.name, ''),
  coalesce(r.rule, ''), coalesce(r.made_by_name, ''), r.made_at, CASE WHEN w.state = 'aside' THEN m.reason ELSE '' END, CASE WHEN w.state = 'aside' THEN m.made_by_name ELSE '' END,
  (SELECT count(*)::int FROM bank_line_receipts t WHERE t.line_id = l.id), CASE WHEN f.document_id IS NULL THEN '' WHEN f.released_at IS NULL THEN 'held' ELSE 'released' END,
  o.id, coalesce(o.reference, ''), coalesce(o.provider, ''), coalesce(o.rule, ''), o.difference
FROM bank_lines l JOIN bank_accounts a ON a.id = l.account_id
LEFT JOIN LATERAL (SELECT t.* FROM bank_line_receipts t WHERE t.line_id = l.id AND NOT EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = t.document_id)) r ON true
LEFT JOIN documents d ON d.id = r.document_id LEFT JOIN customers c ON c.id = d.customer_id LEFT JOIN payer_flags f ON f.document_id = r.document_id
LEFT JOIN LATERAL (SELECT k.aside, k.reason, k.made_by_name FROM bank_line_marks k WHERE k.line_id = l.id ORDER BY k.turn DESC LIMIT 1) m ON true
LEFT JOIN LATERAL (SELECT y.id, y.reference, y.provider, p.rule, p.difference FROM payout_lines p JOIN provider_payouts y ON y.id = p.payout_id WHERE p.line_id = l.id AND p.undone_at IS NULL) o ON true
CROSS JOIN LATERAL (SELECT CASE WHEN r.document_id IS NOT NULL THEN 'receipt' WHEN o.id IS NOT NULL THEN 'payout' WHEN coalesce(m.aside, false) THEN 'aside' WHEN l.amount > 0 AND l.kind <> 'reversal' THEN 'unmatched' ELSE 'other' END AS state) w
WHERE l.organization_id = $1 `

const narrowLines = selectLines + `
AND ($2::uuid IS NULL OR l.account_id = $2) AND ($3::uuid IS NULL OR l.statement_id = $3) AND ($4 = '' OR w.state = $4) AND ($4 <> 'unmatched' OR ` + Waits + `)
AND ($5::date IS NULL OR l.booked_on >= $5) AND ($6::date IS NULL OR l.booked_on <= $6) AND ($7::numeric IS NULL OR l.amount = $7)
AND ($8 = '' OR l.counterparty || E'\n' || l.counterparty_account || E'\n' || l.end_to_end || E'\n' || l.remittance || E'\n' || l.bank_text || E'\n' || l.bank_reference ILIKE $8)
AND ($12::uuid IS NULL OR l.id = (SELECT o.line_id FROM bank_line_receipts o WHERE o.document_id = $12))
AND ($9::date IS NULL OR l.booked_on < $9 OR l.booked_on = $9 AND l.id < $10)
ORDER BY l.booked_on DESC, l.id DESC LIMIT $11`

// Lines pages through lines, the latest first. Needs SeeBank.
func (s *Service) Lines(ctx context.Context, actor ledger.Actor, f Filter, page Page) ([]Line, error) {
	if err := actor.Require(ledger.SeeBank); err != nil {
		return nil, err
	}
	if page.Limit <= 0 || page.Limit > 201 {
		page.Limit = 50
	}
	var amount *string
	if f.Amount.Valid {
		text := f.Amount.Decimal.String()
		amount = &text
	}
	var out []Line
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[Line](ctx, tx, narrowLines, actor.OrganizationID, f.AccountID, f.StatementID, string(f.State), f.From, f.To, amount, like(f.Text), page.BookedOn, page.Before, page.Limit, f.DocumentID)
		return err
	})
	return out, err
}

// like makes a pattern of a text that is looked for as it is.
func like(text string) string {
	if text = strings.TrimSpace(text); text == "" {
		return ""
	}
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
}
