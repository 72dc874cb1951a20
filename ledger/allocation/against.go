package allocation

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// AgainstCommand posts a document whose whole life is to settle one item: a refund of a credit, or the clean-up of a small
// debit. Amount zero means all that is open.
type AgainstCommand struct {
	ItemID ledger.ID
	Amount decimal.Decimal
	On     calendar.Date
	Method string // of a refund
	Reason string
	// ReturnNo names the return of the goods (RFD-01): needed to pay a credit note back.
	ReturnNo string

	said document.New // of an approved draft: who made and approved it, and its key
}

// Refund pays a credit back to the customer (退款) and settles it. Needs PostDocuments. Refused: a missing reason, not_found,
// sides_wrong for a debit, nothing_to_do when nothing is open, amount_exceeds_open, period_closed; at
// return_no a credit note's without its return; by_hand_needs_approval where the rule of approval speaks of refunds: draft it.
func (s *Service) Refund(ctx context.Context, actor ledger.Actor, cmd AgainstCommand) (document.Posted, error) {
	return s.against(ctx, actor, cmd, document.Refund)
}

// CleanUp writes a small debit off (期末清理), at most document.TailLimit. Needs PostDocuments. Refused as Refund, and
// amount_exceeds_line above the limit.
func (s *Service) CleanUp(ctx context.Context, actor ledger.Actor, cmd AgainstCommand) (document.Posted, error) {
	return s.against(ctx, actor, cmd, document.WriteOff)
}

func (s *Service) against(ctx context.Context, actor ledger.Actor, cmd AgainstCommand, kind document.Kind) (document.Posted, error) {
	if err := actor.Require(ledger.PostDocuments); err != nil {
		return document.Posted{}, err
	}
	if err := document.CheckReason(cmd.Reason); err != nil {
		return document.Posted{}, err
	}
	var posted document.Posted
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if kind == document.Refund {
			if err := document.MustBeFree(ctx, tx, kind); err != nil {
				return err
			}
		}
		posted, err = against(ctx, tx, cmd, kind)
		return err
	})
	return posted, err
}

const readOne = selectItems + ` WHERE i.id = $1`

func against(ctx context.Context, tx *store.Tx, cmd AgainstCommand, kind document.Kind) (document.Posted, error) {
	found, ok, err := store.Row[item](ctx, tx, readOne, cmd.ItemID)
	if err != nil {
		return document.Posted{}, err
	}
	if !ok {
		return document.Posted{}, ledger.E("not_found")
	}
	if (kind == document.Refund) != (found.Side == "credit") {
		return document.Posted{}, ledger.E("sides_wrong")
	}
	if _, err := store.Exec(ctx, tx, LockCustomer, found.Customer); err != nil {
		return document.Posted{}, err
	}
	if found, _, err = store.Row[item](ctx, tx, readOne, cmd.ItemID); err != nil {
		return document.Posted{}, err
	}
	amount := cmd.Amount
	if amount.IsZero() {
		amount = found.Open
	}
	if found.Open.IsZero() {
		return document.Posted{}, ledger.E("nothing_to_do")
	}
	if amount.GreaterThan(found.Open) {
		return document.Posted{}, ledger.E("amount_exceeds_open")
	}
	if kind == document.Refund && cmd.ReturnNo == "" {
		red, _, err := store.Value[bool](ctx, tx, `SELECT kind = 'credit_note' FROM documents WHERE id = $1`, found.Document)
		if err != nil {
			return document.Posted{}, err
		}
		if red {
			return document.Posted{}, ledger.E("validation_failed").At("return_no", "required")
		}
	}
	if kind == document.WriteOff && amount.GreaterThan(document.TailLimit) {
		return document.Posted{}, ledger.E("amount_exceeds_line").With("limit", document.TailLimit)
	}
	posted, err := document.Post(ctx, tx, []document.New{{Kind: kind, CustomerID: found.Customer, Currency: money.Currency(found.Currency), Rate: rate(found),
		DocumentDate: cmd.On, Amount: amount, Method: cmd.Method, Reason: cmd.Reason, Description: found.DocumentNo, SourceKind: "manual",
		ReturnNo: cmd.ReturnNo, ItemType: cmd.said.ItemType, SourceID: cmd.said.SourceID, MadeBy: cmd.said.MadeBy, ApprovedBy: cmd.said.ApprovedBy}})
	if err != nil {
		return document.Posted{}, err
	}
	own, _, err := store.Value[ledger.ID](ctx, tx, `SELECT id FROM open_items WHERE document_id = $1`, posted[0].ID)
	if err != nil {
		return document.Posted{}, err
	}
	pair := Pair{DebitItem: cmd.ItemID, CreditItem: own, DebitAmount: amount}
	if kind == document.Refund {
		pair.DebitItem, pair.CreditItem = own, cmd.ItemID
	}
	_, err = Allocate(ctx, tx, Command{CustomerID: found.Customer, EffectiveDate: cmd.On, Mode: Immediate, Reason: cmd.Reason, Pairs: []Pair{pair}})
	return posted[0], err
}

// rate carries the item's own value in base currency over, so that settling it makes no exchange difference.
func rate(i item) decimal.Decimal {
	if i.Open.IsZero() {
		return decimal.NewFromInt(1)
	}
	return i.OpenBase.DivRound(i.Open, 8)
}
