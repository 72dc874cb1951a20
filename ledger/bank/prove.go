package bank

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// prove leads from the opening to where another statement opens, and from where another closes to the closing. On the day itself
// a bank may mean before or after its lines; either will do.
func (p *Part) prove(others []kept, in []ledger.ID) {
	for _, e := range others {
		if !e.Closing.Valid {
			continue
		}
		if !e.OpensOn.Before(p.OpensOn) && !e.OpensOn.After(p.ClosesOn) {
			on, earlier := p.Opening.Decimal, p.Opening.Decimal
			for i, l := range p.lines {
				if in[i] == e.ID {
					continue
				}
				if l.BookedOn.Before(e.OpensOn) {
					earlier = earlier.Add(l.Amount)
				}
				if !l.BookedOn.After(e.OpensOn) {
					on = on.Add(l.Amount)
				}
			}
			if !on.Equal(e.Opening.Decimal) && !earlier.Equal(e.Opening.Decimal) && !p.continues(e) {
				p.problem(said("overlap_start", e.OpensOn.String(), on.Sub(e.Opening.Decimal).String()))
				return
			}
		}
		if !e.ClosesOn.Before(p.OpensOn) && !e.ClosesOn.After(p.ClosesOn) {
			on, later := e.Closing.Decimal, e.Closing.Decimal
			for i, l := range p.lines {
				if in[i] == e.ID {
					continue
				}
				if l.BookedOn.After(e.ClosesOn) {
					later = later.Add(l.Amount)
				}
				if !l.BookedOn.Before(e.ClosesOn) {
					on = on.Add(l.Amount)
				}
			}
			if !on.Equal(p.Closing.Decimal) && !later.Equal(p.Closing.Decimal) && !p.precedes(e) {
				p.problem(said("overlap_end", e.ClosesOn.String(), on.Sub(p.Closing.Decimal).String()))
				return
			}
		}
	}
}

// continues: the other ended where this one begins, on one day; precedes is the same the other way round.
func (p *Part) continues(e kept) bool {
	return e.ClosesOn == p.OpensOn && e.Closing.Decimal.Equal(p.Opening.Decimal)
}

func (p *Part) precedes(e kept) bool {
	return e.OpensOn == p.ClosesOn && e.Opening.Decimal.Equal(p.Closing.Decimal)
}

// holdsUnproven refuses a statement that lacks a line which a file without balances brought for its days.
func (p *Part) holdsUnproven(ctx context.Context, tx *store.Tx, identities [][]byte) error {
	lines, err := store.Rows[unprovenLine](ctx, tx, readUnproven, p.Account.ID, p.OpensOn, p.ClosesOn)
	if err != nil {
		return err
	}
	mine := map[string]int{}
	for _, identity := range identities {
		mine[string(identity)]++
	}
	for _, l := range lines {
		if l.BookedOn == p.OpensOn && p.OpensOn != p.ClosesOn {
			continue // the opening balance may stand after that day
		}
		if l.Occurrence > mine[string(l.Identity)] {
			p.problem(said("overlap_missing", l.BookedOn.String(), l.Amount.String()))
			return nil
		}
	}
	return nil
}
