package allocation

import (
	"context"
	"strconv"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// ExtraKind is what closes a part of an item beside the money.
type ExtraKind string

// The kinds. Each is posted as a document of its own with the settlement, and reversed when that is undone.
const (
	Discount ExtraKind = "discount"  // early-payment discount off a debit, to 660302
	WriteOff ExtraKind = "write_off" // a short payment within the tolerance, to 6711
	Surplus  ExtraKind = "surplus"   // an overpayment within the tolerance, to 6301
)

// Extra closes Amount of an item: a debit's, or for a Surplus a credit's. In the item's currency.
type Extra struct {
	Kind   ExtraKind       `json:"kind"`
	Item   ledger.ID       `json:"item"`
	Amount decimal.Decimal `json:"amount"`
}

// takeExtras takes what the extras close off what the pairs left. Refused: not_found, sides_wrong, difference_too_large above the
// organization's tolerance, amount_exceeds_open.
func (d *desk) takeExtras(ctx context.Context, tx *store.Tx, cmd Command) error {
	if len(cmd.Extras) == 0 {
		return nil
	}
	rules, err := CurrentRules(ctx, tx)
	if err != nil {
		return err
	}
	for _, x := range cmd.Extras {
		found := d.items[x.Item]
		switch {
		case found == nil:
			return ledger.E("not_found")
		case x.Kind != Discount && x.Kind != WriteOff && x.Kind != Surplus:
			return ledger.E("validation_failed").At("extras.kind", "not_a_choice")
		case !x.Amount.IsPositive():
			return ledger.E("validation_failed").At("extras.amount", "must_be_positive")
		case found.Customer != cmd.CustomerID || (x.Kind == Surplus) != (found.Side == "credit"):
			return ledger.E("sides_wrong")
		case x.Kind != Discount && x.Amount.GreaterThan(rules.Tolerance):
			return ledger.E("difference_too_large").With("limit", rules.Tolerance).With("document", found.DocumentNo)
		}
		base, err := found.take(x.Amount, d.base)
		if err != nil {
			return err
		}
		t := taken{Pair: Pair{DebitItem: x.Item, DebitAmount: x.Amount, CreditAmount: x.Amount}, debit: found, debitBase: base}
		if x.Kind == Surplus {
			t = taken{Pair: Pair{CreditItem: x.Item, DebitAmount: x.Amount, CreditAmount: x.Amount}, credit: found, creditBase: base}
		}
		d.extras = append(d.extras, t)
	}
	return nil
}

// postExtras posts a document for each extra and pairs its item with what it closes.
func (d *desk) postExtras(ctx context.Context, tx *store.Tx, settlement ledger.ID, cmd Command) error {
	if len(cmd.Extras) == 0 {
		return nil
	}
	docs := make([]document.New, len(cmd.Extras))
	for i, x := range cmd.Extras {
		docs[i] = d.extraDocument(settlement, i, x, cmd)
	}
	posted, err := document.Post(ctx, tx, docs)
	if err != nil {
		return err
	}
	ids := make([]ledger.ID, len(posted))
	for i, p := range posted {
		ids[i] = p.ID
	}
	rows, err := store.Rows[item](ctx, tx, readItemsOf, ids)
	if err != nil {
		return err
	}
	own := map[ledger.ID]*item{}
	for i := range rows {
		own[rows[i].Document] = &rows[i]
	}
	for i, t := range d.extras {
		other := own[posted[i].ID]
		if other == nil {
			return ledger.E("internal")
		}
		base, err := other.take(cmd.Extras[i].Amount, d.base)
		if err != nil {
			return err
		}
		if t.debit == nil {
			t.debit, t.DebitItem, t.debitBase = other, other.ID, base
		} else {
			t.credit, t.CreditItem, t.creditBase = other, other.ID, base
		}
		d.taken = append(d.taken, t)
	}
	return nil
}

const readItemsOf = selectItems + ` WHERE i.document_id = ANY ($1) ORDER BY i.id`

// extraDocument carries the item's own rate, so that closing it makes no exchange difference.
func (d *desk) extraDocument(settlement ledger.ID, place int, x Extra, cmd Command) document.New {
	found := d.items[x.Item]
	worth := d.extras[place].debitBase
	if x.Kind == Surplus {
		worth = d.extras[place].creditBase
	}
	doc := document.New{Kind: document.WriteOff, CustomerID: cmd.CustomerID, Currency: money.Currency(found.Currency), DocumentDate: cmd.EffectiveDate,
		Description: found.DocumentNo, Reason: cmd.Reason, SourceKind: "settlement", SourceID: settlement.String() + ":" + strconv.Itoa(place+1)}
	if doc.Currency == d.base {
		doc.Rate = decimal.NewFromInt(1)
	} else {
		doc.Rate = worth.DivRound(x.Amount, money.RatePlaces)
	}
	switch x.Kind {
	case Discount:
		doc.Kind, doc.Reason = document.Adjustment, string(document.CashDiscount)
		doc.Lines = []document.Line{{Kind: document.ServiceLine, Description: found.DocumentNo, Net: x.Amount.Neg(), Gross: x.Amount.Neg()}}
	case Surplus:
		doc.Kind, doc.Reason = document.Adjustment, string(document.Overpaid)
		doc.Lines = []document.Line{{Kind: document.ServiceLine, Description: found.DocumentNo, Net: x.Amount, Gross: x.Amount}}
	default:
		doc.Amount = x.Amount
	}
	return doc
}
