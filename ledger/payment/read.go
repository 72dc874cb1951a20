package payment

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

const selectPayments = `
SELECT p.id, p.customer_id, c.code, c.name, p.statement_id, coalesce(s.statement_no, ''), p.provider, p.reference, p.currency, p.amount, p.discount, p.credits, p.state, p.reason,
  p.provider_ref, p.address, p.code, p.fee, p.receipt_document_id, coalesce(d.document_no, ''), p.made_by_name, p.created_at, p.expires_at, p.ended_at, p.discount_until,
  coalesce((SELECT sum(r.amount) FROM payment_refunds r WHERE r.payment_id = p.id AND r.state = 'succeeded'), 0)::numeric,
  coalesce((SELECT sum(x.amount) FROM payment_chargebacks x WHERE x.payment_id = p.id AND x.state <> 'won'), 0)::numeric,
  EXISTS (SELECT FROM payment_chargebacks x WHERE x.payment_id = p.id AND x.state = 'open'),
  coalesce((SELECT i.open_amount FROM open_items i WHERE i.document_id = p.receipt_document_id), 0)::numeric,
  coalesce((SELECT r.state FROM payment_refunds r WHERE r.payment_id = p.id AND r.state IN ('proposed', 'sending', 'unknown') ORDER BY r.state LIMIT 1), '')
FROM payments p JOIN customers c ON c.id = p.customer_id LEFT JOIN statements s ON s.id = p.statement_id LEFT JOIN documents d ON d.id = p.receipt_document_id`

const readItems = `
SELECT i.payment_id, i.item_id, i.document_id, d.document_no, i.side, i.amount, i.discount FROM payment_items i JOIN documents d ON d.id = i.document_id
WHERE i.payment_id = ANY ($1) ORDER BY i.payment_id, i.place`

// Filter narrows a list of payments.
type Filter struct {
	StatementID ledger.ID
	CustomerID  ledger.ID
	View        string // open, unknown, succeeded, failed, refunded, disputed; empty: all
	Query       string // part of a reference, a provider's reference, a receipt's number or a customer
	After       ledger.ID
	Limit       int
}

// head is a payment as the database gives it, without its items.
type head struct {
	ID, CustomerID             ledger.ID
	CustomerCode, CustomerName string
	StatementID                ledger.ID
	StatementNo                string
	Provider, Reference        string
	Currency                   string
	Amount, Discount, Credits  decimal.Decimal
	State, Reason              string
	ProviderRef, Address, Code string
	Fee                        decimal.NullDecimal
	ReceiptID                  ledger.ID
	ReceiptNo, By              string
	CreatedAt, ExpiresAt       time.Time
	EndedAt                    *time.Time
	DiscountUntil              calendar.Date
	Refunded, ChargedBack      decimal.Decimal
	InDispute                  bool
	OnAccount                  decimal.Decimal
	Refunding                  string
}

func (h head) payment() Payment {
	return Payment{ID: h.ID, CustomerID: h.CustomerID, CustomerCode: h.CustomerCode, CustomerName: h.CustomerName, StatementID: h.StatementID, StatementNo: h.StatementNo,
		Provider: h.Provider, Reference: h.Reference, Currency: h.Currency, Amount: h.Amount, Discount: h.Discount, Credits: h.Credits, State: State(h.State), Reason: h.Reason,
		ProviderRef: h.ProviderRef, Address: h.Address, Code: h.Code, Fee: h.Fee, ReceiptID: h.ReceiptID, ReceiptNo: h.ReceiptNo, By: h.By,
		CreatedAt: h.CreatedAt, ExpiresAt: h.ExpiresAt, EndedAt: h.EndedAt, DiscountUntil: h.DiscountUntil,
		Refunded: h.Refunded, ChargedBack: h.ChargedBack, InDispute: h.InDispute, OnAccount: h.OnAccount, Refunding: RefundState(h.Refunding)}
}

// Get is one payment. Needs SeeDocuments. Refused: not_found.
func (s *Service) Get(ctx context.Context, actor ledger.Actor, id ledger.ID) (Payment, error) {
	if err := actor.Require(ledger.SeeDocuments); err != nil {
		return Payment{}, err
	}
	var out []Payment
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = readPayments(ctx, tx, selectPayments+` WHERE p.organization_id = $1 AND p.id = $2`, actor.OrganizationID, id)
		return err
	})
	if err == nil && len(out) == 0 {
		err = ledger.E("not_found")
	}
	if err != nil {
		return Payment{}, err
	}
	return out[0], nil
}

const filtered = ` WHERE p.organization_id = $1 AND ($2::uuid IS NULL OR p.statement_id = $2) AND ($3::uuid IS NULL OR p.customer_id = $3)
  AND ($4 = '' OR p.state = ANY (CASE $4 WHEN 'open' THEN ARRAY['created', 'pending', 'unknown'] WHEN 'unknown' THEN ARRAY['unknown'] WHEN 'failed' THEN ARRAY['failed', 'cancelled', 'expired'] ELSE ARRAY['succeeded'] END)
    AND ($4 <> 'refunded' OR EXISTS (SELECT FROM payment_refunds r WHERE r.payment_id = p.id AND r.state = 'succeeded'))
    AND ($4 <> 'disputed' OR EXISTS (SELECT FROM payment_chargebacks x WHERE x.payment_id = p.id)))
  AND ($5 = '' OR p.reference ILIKE $5 OR p.provider_ref ILIKE $5 OR d.document_no ILIKE $5 OR c.name ILIKE $5 OR c.code ILIKE $5)
  AND ($6::uuid IS NULL OR p.id < $6) ORDER BY p.id DESC LIMIT $7`

// List pages through payments, the newest first. Needs SeeDocuments, and of staff SeeBank.
func (s *Service) List(ctx context.Context, actor ledger.Actor, f Filter) ([]Payment, error) {
	need := ledger.SeeDocuments
	if actor.Audience == ledger.Backoffice {
		need = ledger.SeeBank
	}
	if err := actor.Require(need); err != nil {
		return nil, err
	}
	if f.Limit <= 0 || f.Limit > 201 { // one more than a page
		f.Limit = 50
	}
	var out []Payment
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = readPayments(ctx, tx, selectPayments+filtered, actor.OrganizationID, f.StatementID, f.CustomerID, f.View, store.Like(f.Query), f.After, f.Limit)
		return err
	})
	return out, err
}

func readPayments(ctx context.Context, tx *store.Tx, sql string, args ...any) ([]Payment, error) {
	return withItems(ctx, tx, readItems, head.payment, func(p *Payment) (ledger.ID, *[]Item) { return p.ID, &p.Items }, sql, args...)
}

// withItems reads heads, and for all of them in one more query what each pays for; parts says where that goes.
func withItems[Head, Whole any](ctx context.Context, tx *store.Tx, items string, whole func(Head) Whole, parts func(*Whole) (ledger.ID, *[]Item), sql string, args ...any) ([]Whole, error) {
	heads, err := store.Rows[Head](ctx, tx, sql, args...)
	if err != nil || len(heads) == 0 {
		return nil, err
	}
	out := make([]Whole, len(heads))
	at := map[ledger.ID]*[]Item{}
	ids := make([]ledger.ID, len(heads))
	for i, h := range heads {
		out[i] = whole(h)
		id, own := parts(&out[i])
		ids[i], at[id] = id, own
	}
	found, err := store.Rows[Item](ctx, tx, items, ids)
	for _, it := range found {
		own := at[it.PaymentID]
		*own = append(*own, it)
	}
	return out, err
}

// whole is a payment with what only the ledger needs to know of it.
type whole struct {
	Payment
	OrganizationID   ledger.ID
	OrganizationName string
	Locale           string
	Today            calendar.Date
	lapsed           decimal.Decimal // the discount that its money came too late for
}

const readAbout = `
SELECT o.id, o.name, coalesce((SELECT n.locale FROM contacts n WHERE n.id = p.made_by), 'zh-CN'), ((clock_timestamp() - $2::int * interval '1 second') AT TIME ZONE o.time_zone)::date
FROM payments p JOIN organizations o ON o.id = p.organization_id WHERE p.id = $1`

func readWhole(ctx context.Context, tx *store.Tx, id ledger.ID) (whole, error) {
	found, err := readPayments(ctx, tx, selectPayments+` WHERE p.organization_id = $1 AND p.id = $2`, tx.Actor.OrganizationID, id)
	if err != nil {
		return whole{}, err
	}
	if len(found) == 0 {
		return whole{}, ledger.E("not_found")
	}
	about, _, err := store.Row[struct {
		ID           ledger.ID
		Name, Locale string
		Today        calendar.Date
	}](ctx, tx, readAbout, id, secondsAgo(ctx))
	return whole{Payment: found[0], OrganizationID: about.ID, OrganizationName: about.Name, Locale: about.Locale, Today: about.Today}, err
}

func (s *Service) read(ctx context.Context, actor ledger.Actor, id ledger.ID) (out whole, err error) {
	err = s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = readWhole(ctx, tx, id)
		return err
	})
	return out, err
}
