package payment

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

const selectTransfers = `
SELECT r.id, r.statement_id, coalesce(s.statement_no, ''), r.code, r.currency, r.amount, r.discount, r.discount_until, r.payee_name, r.payee_bank, r.payee_account, r.made_by_name, r.created_at,
  x.document_id, coalesce(x.document_no, ''), CASE
    WHEN x.document_id IS NOT NULL THEN 'received'
    WHEN NOT EXISTS (SELECT FROM transfer_items i JOIN open_items p ON p.id = i.item_id WHERE i.reference_id = r.id AND i.side = 'debit' AND p.open_amount <> 0) THEN 'settled'
    WHEN (o.payee_name, o.payee_bank, o.payee_account) IS DISTINCT FROM (r.payee_name, r.payee_bank, r.payee_account) THEN 'payee_changed'
    ELSE 'waiting' END
FROM transfer_references r JOIN organizations o ON o.id = r.organization_id LEFT JOIN statements s ON s.id = r.statement_id
LEFT JOIN LATERAL (SELECT t.document_id, d.document_no FROM transfer_receipts t JOIN documents d ON d.id = t.document_id WHERE t.reference_id = r.id
  AND NOT EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = t.document_id) ORDER BY t.created_at LIMIT 1) x ON true
WHERE r.organization_id = $1`

const readTransferItems = `
SELECT i.reference_id, i.item_id, i.document_id, d.document_no, i.side, i.amount, i.discount FROM transfer_items i JOIN documents d ON d.id = i.document_id
WHERE i.reference_id = ANY ($1) ORDER BY i.reference_id, i.place`

type transferRow struct {
	ID, StatementID                   ledger.ID
	StatementNo, Code, Currency       string
	Amount, Discount                  decimal.Decimal
	Until                             calendar.Date
	PayeeName, PayeeBank, PayeeNumber string
	By                                string
	CreatedAt                         time.Time
	ReceiptID                         ledger.ID
	ReceiptNo                         string
	Standing                          string
}

func (r transferRow) transfer() Transfer {
	out := Transfer{ID: r.ID, StatementID: r.StatementID, StatementNo: r.StatementNo, Code: r.Code, Currency: r.Currency, Amount: r.Amount, Discount: r.Discount, DiscountUntil: r.Until,
		PayeeName: r.PayeeName, PayeeBank: r.PayeeBank, PayeeAccount: r.PayeeNumber, By: r.By, CreatedAt: r.CreatedAt, ReceiptID: r.ReceiptID, ReceiptNo: r.ReceiptNo, Standing: Standing(r.Standing)}
	if out.Standing == PayeeChanged {
		out.PayeeName, out.PayeeBank, out.PayeeAccount = "", "", ""
	}
	return out
}

// Transfer is one of the customer's references. Needs SeeDocuments. Refused: not_found.
func (s *Service) Transfer(ctx context.Context, actor ledger.Actor, id ledger.ID) (Transfer, error) {
	if err := actor.Require(ledger.SeeDocuments); err != nil {
		return Transfer{}, err
	}
	var out Transfer
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = readTransfer(ctx, tx, ` AND r.id = $2`, id)
		return err
	})
	return out, err
}

const ownTransfers = ` AND ($2::uuid IS NULL OR r.statement_id = $2) AND ($3::uuid IS NULL OR r.id < $3) ORDER BY r.id DESC LIMIT $4`

// Transfers pages through the customer's references, the newest first; of a filter it takes the statement. Needs SeeDocuments.
func (s *Service) Transfers(ctx context.Context, actor ledger.Actor, f Filter) ([]Transfer, error) {
	if err := actor.Require(ledger.SeeDocuments); err != nil {
		return nil, err
	}
	if f.Limit <= 0 || f.Limit > 201 { // one more than a page
		f.Limit = 50
	}
	var out []Transfer
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = readTransfers(ctx, tx, selectTransfers+ownTransfers, actor.OrganizationID, f.StatementID, f.After, f.Limit)
		return err
	})
	return out, err
}

func readTransfer(ctx context.Context, tx *store.Tx, where string, value any) (Transfer, error) {
	found, err := readTransfers(ctx, tx, selectTransfers+where, tx.Actor.OrganizationID, value)
	if err == nil && len(found) == 0 {
		err = ledger.E("not_found")
	}
	if err != nil {
		return Transfer{}, err
	}
	return found[0], nil
}

func readTransfers(ctx context.Context, tx *store.Tx, sql string, args ...any) ([]Transfer, error) {
	return withItems(ctx, tx, readTransferItems, transferRow.transfer, func(t *Transfer) (ledger.ID, *[]Item) { return t.ID, &t.Items }, sql, args...)
}
