package receipt

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/attribution"
	"hefu/ledger/bank"
	"hefu/ledger/internal/store"
	"hefu/ledger/payment"
)

// bySum posts a line that names a payment reference (附言码) and brings just the sum that was asked for under it: it settles exactly what the
// customer chose, parts, discount and credits too. Anything else is left to the rules. refused is why nothing
// may post by itself: money came under the reference before, or the books refused it.
func (s *Service) bySum(ctx context.Context, actor ledger.Actor, run ledger.ID, d *desk, line bank.Line, m attribution.Money) (done bool, refused string, err error) {
	if len(m.Codes) == 0 || d.back[line.ID] {
		return false, "", nil
	}
	var spent bool
	var meant *payment.Transfer
	var customer ledger.ID
	flagged := false
	err = s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if meant, customer, spent, err = payment.Meant(ctx, tx, m.Amount, string(m.Currency), m.Text...); err != nil || meant == nil {
			return err
		}
		posted, err := bank.Receive(ctx, tx, line.ID, bank.Receipt{CustomerID: customer, Rule: string(attribution.ByReference), Reason: "payment reference " + meant.Code})
		if err != nil {
			return err
		}
		flagged = posted.Flagged
		if err := payment.SettleTransfer(ctx, tx, *meant, customer, posted.ID, line.BookedOn); err != nil {
			return err
		}
		if err := learn(ctx, tx, line, customer); err != nil {
			return err
		}
		return settled(ctx, tx, run, line.ID)
	})
	switch {
	case ctx.Err() != nil || ledger.IsKind(err, ledger.Unavailable):
		return false, "", err
	case spent:
		return false, "reference_paid", nil
	case err != nil: // noted with the reason, and left to a person
		return false, ledger.AsError(err).Code, nil
	case meant == nil:
		return false, "", nil
	}
	var takes []attribution.Take
	for _, it := range meant.Items {
		if it.Side == "debit" {
			takes = append(takes, attribution.Take{Item: it.ItemID, Amount: it.Amount})
		}
	}
	d.Settle(takes)
	if !flagged {
		d.Learn(m.Payer, m.Account, customer)
	}
	return true, "", nil
}
