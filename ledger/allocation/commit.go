package allocation

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// digest is the SHA-256 over what is open of each chosen item and what is made of them: two people who saw the same have the same.
func (p *pairing) digest(sel Selection) string {
	sum := sha256.New()
	fmt.Fprintln(sum, sel.CustomerID, sel.On)
	for _, side := range [][]*part{p.debits, p.credits} {
		for _, x := range side {
			fmt.Fprintln(sum, x.ID, x.Open)
		}
	}
	for _, pair := range p.pairs {
		fmt.Fprintln(sum, pair.DebitItem, pair.CreditItem, pair.DebitAmount, pair.CreditAmount)
	}
	for _, x := range p.extras {
		fmt.Fprintln(sum, x.Kind, x.Item, x.Amount)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// SettleSelection settles what Preview showed, or proposes it where the case is special. Needs Allocate. Refused: open_changed when it
// would no longer be what digest stands for, naming who settled one of the items since, nothing_to_do when no pair comes of it, then
// as SettleByHand refuses.
func (s *Service) SettleSelection(ctx context.Context, actor ledger.Actor, sel Selection, digest, reason string) (Done, error) {
	if err := actor.Require(ledger.Allocate); err != nil {
		return Done{}, err
	}
	if err := sel.check(); err != nil {
		return Done{}, err
	}
	var done Done
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if err := holdAll(ctx, tx, sel.CustomerID, sel.touched()); err != nil {
			return err
		}
		shown, cmd, err := weigh(ctx, tx, sel)
		if ledger.IsCode(err, "amount_exceeds_open") || (err == nil && shown.Digest != digest) {
			return changed(ctx, tx, sel)
		}
		if err != nil {
			return err
		}
		if len(cmd.Pairs) == 0 {
			return ledger.E("nothing_to_do")
		}
		cmd.Reason = reason
		done, err = byHand(ctx, tx, cmd)
		return err
	})
	return done, err
}

const readLastTouched = `
SELECT d.document_no, i.open_amount::text, coalesce(p.name, ''), s.created_at
FROM allocations a JOIN settlements s ON s.id = a.settlement_id JOIN open_items i ON i.id IN (a.debit_item, a.credit_item) AND i.id = ANY ($1)
JOIN documents d ON d.id = i.document_id LEFT JOIN staff p ON p.id = s.created_by
WHERE a.debit_item = ANY ($1) OR a.credit_item = ANY ($1) ORDER BY s.created_at DESC, i.id LIMIT 1`

// changed says which of the chosen items was settled last, and by whom; conflict when it was something else that changed.
func changed(ctx context.Context, tx *store.Tx, sel Selection) error {
	last, found, err := store.Row[struct {
		DocumentNo, Open, Who string
		At                    time.Time
	}](ctx, tx, readLastTouched, sel.touched())
	switch {
	case err != nil:
		return err
	case !found:
		return ledger.E("conflict")
	case last.Who == "":
		last.Who = "Hefu"
	}
	return ledger.E("open_changed").With("document", last.DocumentNo).With("open", last.Open).With("who", last.Who).With("when", last.At.UTC().Format(time.RFC3339))
}
