package payment

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// Transfer is what a customer says it will pay by bank, under a reference (附言码) that the bank's line brings back. Payee is as it stood
// then. It holds nothing: whatever else pays the items first, the money then stays on account.
type Transfer struct {
	ID            ledger.ID
	StatementID   ledger.ID
	StatementNo   string
	Code          string
	Currency      string
	Amount        decimal.Decimal
	Discount      decimal.Decimal
	DiscountUntil calendar.Date
	PayeeName     string
	PayeeBank     string
	PayeeAccount  string
	By            string
	CreatedAt     time.Time
	Standing      Standing
	ReceiptID     ledger.ID // the first that came under its code; zero: none yet
	ReceiptNo     string
	Items         []Item
}

// Standing is how a reference stands; nobody chooses it.
type Standing string

// What may have become of a reference.
const (
	Waiting      Standing = "waiting"       // for the money
	Received     Standing = "received"      // money came under it
	SettledElse  Standing = "settled"       // its items were settled otherwise: nobody is asked to transfer once more
	PayeeChanged Standing = "payee_changed" // the seller has another account by now; the old one is not told any more
)

const readPayee = `SELECT payee_name, payee_bank, payee_account FROM organizations WHERE id = $1`

type payee struct{ Name, Bank, Account string }

const insertTransfer = `
INSERT INTO transfer_references (id, organization_id, customer_id, statement_id, code, currency, amount, discount, discount_until, payee_name, payee_bank, payee_account, content_sha256, made_by, made_by_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`

const insertTransferItems = `
INSERT INTO transfer_items (reference_id, place, organization_id, customer_id, statement_id, item_id, document_id, side, amount, discount)
SELECT $1, t.place, $2, $3, $4, t.item, t.document, t.side, t.amount, t.discount
FROM unnest($5::uuid[], $6::uuid[], $7::text[], $8::numeric[], $9::numeric[]) WITH ORDINALITY AS t (item, document, side, amount, discount, place)`

// The same thing asked again, and not paid since, keeps its code: one sum has one reference.
const findTransfer = `
SELECT r.id FROM transfer_references r WHERE r.customer_id = $1 AND r.content_sha256 = $2 AND NOT EXISTS (SELECT FROM transfer_receipts x WHERE x.reference_id = r.id
  AND NOT EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = x.document_id))
ORDER BY r.id DESC LIMIT 1`

// Refer gives the reference under which a customer transfers what it asked for. Needs Pay. Refused: as Quote; nothing_to_pay;
// quote_changed; no_payee where the organization has no account to be paid to.
func (s *Service) Refer(ctx context.Context, actor ledger.Actor, asked Asked, total decimal.Decimal) (Transfer, error) {
	if err := actor.Require(ledger.Pay); err != nil {
		return Transfer{}, err
	}
	id := ledger.NewID()
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		q, err := quote(ctx, tx, asked)
		switch {
		case err != nil:
			return err
		case !q.Total.IsPositive():
			return ledger.E("nothing_to_pay")
		case !q.Total.Equal(total):
			return ledger.E("quote_changed").With("total", money.Text(q.Total, q.Currency)).With("currency", q.Currency)
		}
		to, _, err := store.Row[payee](ctx, tx, readPayee, actor.OrganizationID)
		if err == nil && to.Account == "" {
			err = ledger.E("no_payee")
		}
		if err != nil {
			return err
		}
		sum := q.content(to)
		known, found, err := store.Value[ledger.ID](ctx, tx, findTransfer, actor.CustomerID, sum[:])
		if err != nil || found {
			id = known
			return err
		}
		return q.write(ctx, tx, id, to, sum)
	})
	if err != nil {
		return Transfer{}, err
	}
	return s.Transfer(ctx, actor, id)
}

// content tells two requests apart: another item, amount, discount or payee makes another reference.
func (q Quote) content(to payee) [32]byte {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n%s\n%s\n%s\n", q.StatementID, q.Currency, to.Name, to.Bank, to.Account)
	h := q.held()
	for i := range h.items {
		fmt.Fprintf(&b, "%s %s %s %s\n", h.items[i], h.sides[i], h.amounts[i].String(), h.discounts[i].String())
	}
	return sha256.Sum256([]byte(b.String()))
}

func (q Quote) write(ctx context.Context, tx *store.Tx, id ledger.ID, to payee, sum [32]byte) error {
	a, code, h := tx.Actor, NewReference(), q.held()
	var b store.Batch
	b.Do(insertTransfer, id, a.OrganizationID, a.CustomerID, q.StatementID, code, string(q.Currency), q.Total, q.Discount, q.discountUntil(), to.Name, to.Bank, to.Account, sum[:], a.PersonID, a.Name)
	b.Do(insertTransferItems, id, a.OrganizationID, a.CustomerID, q.StatementID, h.items, h.documents, h.sides, h.amounts, h.discounts)
	tx.Audit(a.CustomerID, "transfer.referred", map[string]any{"transfer": id, "code": code, "amount": q.Total.String(), "currency": q.Currency, "payee": to.Account})
	return tx.Send(ctx, &b)
}

// Reissue gives a new reference, with the seller's account as it is now, for what of an earlier one is still open. Needs Pay. Refused:
// not_found; as Refer.
func (s *Service) Reissue(ctx context.Context, actor ledger.Actor, id ledger.ID) (Transfer, error) {
	if err := actor.Require(ledger.Pay); err != nil {
		return Transfer{}, err
	}
	var asked Asked
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		t, err := readTransfer(ctx, tx, ` AND r.id = $2`, id)
		if err != nil {
			return err
		}
		ids := make([]ledger.ID, len(t.Items))
		for i, it := range t.Items {
			ids[i] = it.ItemID
		}
		open, err := openAmounts(ctx, tx, ids)
		asked = Asked{StatementID: t.StatementID, Currency: money.Currency(t.Currency), Lines: []Wanted{}}
		for _, it := range t.Items {
			asked.UseCredits = asked.UseCredits || it.Side == "credit"
			if part := decimal.Min(it.Amount, open[it.ItemID]); it.Side == "debit" && part.IsPositive() {
				asked.Lines = append(asked.Lines, Wanted{ItemID: it.ItemID, Amount: part})
			}
		}
		return err
	})
	if err != nil {
		return Transfer{}, err
	}
	q, err := s.Quote(ctx, actor, asked)
	if err != nil {
		return Transfer{}, err
	}
	return s.Refer(ctx, actor, asked, q.Total)
}
