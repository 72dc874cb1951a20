package payment

import (
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/attribution"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// Codes are the payment references that a text may hold; only those whose check symbol is right. What is broken off holds none.
func Codes(texts ...string) []string {
	var out []string
	for _, text := range texts {
		out = append(out, references(text)...)
	}
	return out
}

// Meant finds the reference that a bank line names, if it brought just the amount that was asked for under it; nil if none. spent tells that
// money came under a reference before: this is perhaps paid twice.
func Meant(ctx context.Context, tx *store.Tx, amount decimal.Decimal, currency string, texts ...string) (t *Transfer, customer ledger.ID, spent bool, err error) {
	for _, code := range Codes(texts...) {
		found, err := readTransfer(ctx, tx, ` AND r.code = $2`, code)
		switch {
		case ledger.IsCode(err, "not_found"):
		case err != nil:
			return nil, ledger.ID{}, false, err
		case !found.ReceiptID.IsZero():
			spent = true
		case found.Amount.Equal(amount) && found.Currency == currency && t == nil:
			t = &found
		}
	}
	if t == nil || spent {
		return nil, ledger.ID{}, spent, nil
	}
	customer, _, err = store.Value[ledger.ID](ctx, tx, `SELECT customer_id FROM transfer_references WHERE id = $1`, t.ID)
	return t, customer, false, err
}

// SettleTransfer settles the receipt of a bank line with just the items of its reference, as far as they are open; the discount is taken
// if the money came in time. It is part of the transaction that posts the receipt.
func SettleTransfer(ctx context.Context, tx *store.Tx, t Transfer, customer, receipt ledger.ID, on calendar.Date) error {
	if _, err := store.Exec(ctx, tx, allocation.LockCustomer, customer); err != nil {
		return err
	}
	items := t.Items
	if lapsed(t.DiscountUntil, on) {
		items = withoutDiscount(items)
	}
	if err := settleItems(ctx, tx, closing{customer: customer, items: items, amount: t.Amount, on: on, reference: t.Code}, receipt); err != nil {
		return err
	}
	_, err := store.Exec(ctx, tx, `INSERT INTO transfer_receipts (document_id, organization_id, customer_id, statement_id, reference_id) VALUES ($1, $2, $3, $4, $5)`,
		receipt, tx.Actor.OrganizationID, customer, t.StatementID, t.ID)
	return err
}

// lapsed tells that a discount which held until a day cannot be had on another.
func lapsed(until, on calendar.Date) bool { return !until.IsZero() && on.After(until) }

func withoutDiscount(items []Item) []Item {
	out := slices.Clone(items)
	for i := range out {
		out[i].Discount = decimal.Zero
	}
	return out
}

const noteReceipt = `
INSERT INTO transfer_receipts (document_id, organization_id, customer_id, statement_id, reference_id)
SELECT $1, r.organization_id, r.customer_id, r.statement_id, r.id FROM transfer_references r WHERE r.organization_id = $2 AND r.customer_id = $3 AND r.code = ANY ($4) LIMIT 1
ON CONFLICT DO NOTHING`

// NoteReceipt tells the customer that money under one of its references is in, when a person made the receipt of a line that names it.
func NoteReceipt(ctx context.Context, tx *store.Tx, receipt, customer ledger.ID, texts ...string) error {
	codes := Codes(texts...)
	if len(codes) == 0 {
		return nil
	}
	_, err := store.Exec(ctx, tx, noteReceipt, receipt, tx.Actor.OrganizationID, customer, codes)
	return err
}

const readClaims = `
SELECT r.code, r.customer_id, i.item_id FROM transfer_references r JOIN transfer_items i ON i.reference_id = r.id
WHERE r.organization_id = $1 AND i.side = 'debit' AND EXISTS (SELECT FROM transfer_items t JOIN open_items o ON o.id = t.item_id WHERE t.reference_id = r.id AND t.side = 'debit' AND o.open_amount > 0) AND r.created_at > clock_timestamp() - interval '400 days'
  AND NOT EXISTS (SELECT FROM transfer_receipts x WHERE x.reference_id = r.id
    AND NOT EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = x.document_id)) ORDER BY r.id, i.place`

// Claims are all references of whose items one at least is open, with all their items, for the desk that reads bank lines: a reference of
// which a part is settled says less.
func Claims(ctx context.Context, tx *store.Tx) ([]attribution.Claim, error) {
	rows, err := store.Rows[struct {
		Code           string
		Customer, Item ledger.ID
	}](ctx, tx, readClaims, tx.Actor.OrganizationID)
	var out []attribution.Claim
	for _, r := range rows {
		if len(out) == 0 || out[len(out)-1].Code != r.Code {
			out = append(out, attribution.Claim{Code: r.Code, Customer: r.Customer})
		}
		last := &out[len(out)-1]
		last.Items = append(last.Items, r.Item)
	}
	return out, err
}
