package allocation

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
)

// Acts say how approved drafts are posted that settle something at once, in the transaction of their approval: a refund its credit
// item, money in the documents it names, an adjustment the receivable it is about; a reversal is settled with what it mirrors.
func Acts() map[document.Kind]document.Act {
	return map[document.Kind]document.Act{
		document.Refund: payBack, document.Reversal: reverseDraft, document.Receipt: takeIn, document.Advance: takeIn, document.Adjustment: adjust,
	}
}

func payBack(ctx context.Context, tx *store.Tx, d document.New) (document.Posted, error) {
	on := d.PostingDate
	if on.IsZero() {
		on = d.DocumentDate
	}
	return against(ctx, tx, AgainstCommand{ItemID: d.SettlesItem, Amount: d.Amount, On: on, Method: d.Method, Reason: d.Reason, ReturnNo: d.ReturnNo, said: d}, document.Refund)
}

func takeIn(ctx context.Context, tx *store.Tx, d document.New) (document.Posted, error) {
	if len(d.Settles) == 0 {
		return postOne(ctx, tx, d)
	}
	done, err := receive(ctx, tx, ReceiveCommand{Document: d, Documents: d.Settles})
	return done.Posted, err
}

func postOne(ctx context.Context, tx *store.Tx, d document.New) (document.Posted, error) {
	posted, err := document.Post(ctx, tx, []document.New{d})
	return firstOf(posted), err
}

// adjust posts an adjustment; one that lowers the debt takes what it can off the receivable it is about (DOC-08), the rest stays the
// customer's credit. A netting takes no more than is open: both sides fall by the same.
func adjust(ctx context.Context, tx *store.Tx, d document.New) (document.Posted, error) {
	if d.Adjusts.IsZero() || !d.Gross().IsNegative() {
		return postOne(ctx, tx, d)
	}
	if _, err := store.Exec(ctx, tx, LockCustomer, d.CustomerID); err != nil {
		return document.Posted{}, err
	}
	posted, err := postOne(ctx, tx, d)
	if err != nil || posted.Known {
		return posted, err
	}
	debits, err := store.Rows[openDebit](ctx, tx, readNamed, d.CustomerID, string(d.Currency), []ledger.ID{d.Adjusts})
	if err != nil {
		return posted, err
	}
	left, _, err := settleNamed(ctx, tx, d, posted.ID, d.Gross().Neg(), debits, Immediate)
	if err == nil && d.Reason == string(document.Netting) && left.IsPositive() {
		err = ledger.E("amount_exceeds_open")
	}
	return posted, err
}

// settleNamed takes what a credit document has off the debits in their order. It tells what was left over, and the settlement; zero
// where nothing was open.
func settleNamed(ctx context.Context, tx *store.Tx, d document.New, posted ledger.ID, left decimal.Decimal, debits []openDebit, mode Mode) (decimal.Decimal, ledger.ID, error) {
	credit, _, err := store.Value[ledger.ID](ctx, tx, `SELECT id FROM open_items WHERE document_id = $1`, posted)
	if err != nil {
		return left, ledger.ID{}, err
	}
	on := d.PostingDate
	if on.IsZero() {
		on = d.DocumentDate
	}
	cmd := Command{CustomerID: d.CustomerID, EffectiveDate: on, Mode: mode, Reason: d.OrderNo}
	for _, debit := range debits {
		if part := decimal.Min(left, debit.Open); part.IsPositive() {
			cmd.Pairs = append(cmd.Pairs, Pair{DebitItem: debit.ID, CreditItem: credit, DebitAmount: part})
			left = left.Sub(part)
		}
	}
	if len(cmd.Pairs) == 0 {
		return left, ledger.ID{}, nil
	}
	settlement, err := Allocate(ctx, tx, cmd)
	return left, settlement, err
}

const readLiveSettlements = `
SELECT DISTINCT a.settlement_id FROM allocations a JOIN open_items i ON i.id IN (a.debit_item, a.credit_item)
WHERE i.document_id = $1 AND a.reverses IS NULL AND NOT EXISTS (SELECT FROM allocations r WHERE r.reverses = a.id) ORDER BY 1`

// reverseDraft posts an approved reversal. That of a note nobody paid undoes what its receipt settled first, so that the receivables are
// owed again with their own due dates.
func reverseDraft(ctx context.Context, tx *store.Tx, d document.New) (document.Posted, error) {
	on := d.PostingDate
	if on.IsZero() {
		on = d.DocumentDate
		d.PostingDate = on
	}
	if _, err := store.Exec(ctx, tx, LockCustomer, d.CustomerID); err != nil {
		return document.Posted{}, err
	}
	if d.Dishonoured {
		settlements, err := store.Values[ledger.ID](ctx, tx, readLiveSettlements, d.Reverses)
		if err != nil {
			return document.Posted{}, err
		}
		for _, settlement := range settlements {
			if _, err := Undo(ctx, tx, settlement, on, d.Reason); err != nil {
				return document.Posted{}, err
			}
		}
	}
	return reverse(ctx, tx, d.Reverses, d)
}
