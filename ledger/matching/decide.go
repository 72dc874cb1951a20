package matching

import (
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/dispute"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/tally"
)

// MaxGroups bounds how many groups one decision names.
const MaxGroups = 20_000

// Decided is the customer's word on groups: what the one step is to do with them. Kind is needed to reconcile, Category to dispute.
type Decided struct {
	StatementID ledger.ID
	RowVersion  int
	Groups      []int
	Decision    Decision
	Kind        ItemKind
	Category    string
	Note        string
}

func (d Decided) check() error {
	bad := ledger.E("validation_failed")
	if len(d.Groups) == 0 {
		bad.At("groups", "required")
	}
	if len(d.Groups) > MaxGroups {
		bad.At("groups", "too_long")
	}
	if !slices.Contains(Decisions, d.Decision) {
		bad.At("decision", "not_a_choice")
	}
	if (d.Decision == Reconcile) != slices.Contains(ItemKinds, d.Kind) {
		bad.At("kind", "not_a_choice")
	}
	if (d.Decision == Dispute) != slices.Contains(dispute.Categories, dispute.Category(d.Category)) {
		bad.At("category", "not_a_choice")
	}
	if len([]rune(d.Note)) > maxNote {
		bad.At("note", "too_long")
	}
	if d.Category == "other" && d.Note == "" {
		bad.At("note", "required")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// Decide sets what the one step will do with groups. Needs ConfirmStatements. Refused in this order: faults of the command, not_found, state_forbids,
// conflict, group_unknown, decision_forbidden: what differs cannot be confirmed, what is on no line of the statement cannot be disputed, and what
// makes no difference is no reconciling item.
func (s *Service) Decide(ctx context.Context, actor ledger.Actor, d Decided) (View, error) {
	if err := actor.Require(ledger.ConfirmStatements); err != nil {
		return View{}, err
	}
	if err := d.check(); err != nil {
		return View{}, err
	}
	err := s.change(ctx, actor, d.StatementID, d.RowVersion, func(b *store.Batch, w workbench, tx *store.Tx) error {
		for _, no := range d.Groups {
			g, err := w.group(no)
			if err != nil {
				return err
			}
			if !w.book.allows(g, d.Decision) {
				return ledger.E("decision_forbidden").With("group", no)
			}
		}
		b.Do(`UPDATE matching_groups SET decision = $3, item_kind = $4, category = $5, note = $6, decided_by_name = $7 WHERE matching_id = $1 AND no = ANY ($2) AND closed_at IS NULL`,
			w.m.ID, d.Groups, d.Decision, d.Kind, d.Category, d.Note, tx.Actor.Name)
		tx.Audit(w.at.CustomerID, "matching.decided", map[string]any{"matching": w.m.ID, "groups": d.Groups, "decision": d.Decision, "kind": d.Kind, "category": d.Category})
		return nil
	})
	if err != nil {
		return View{}, err
	}
	return s.Get(ctx, actor, d.StatementID)
}

// allows tells whether a decision makes sense for a group.
func (b book) allows(g Group, d Decision) bool {
	ours, _ := b.of(g)
	switch d {
	case Confirm:
		return g.Class == Agrees || g.Effect().IsZero()
	case Dispute:
		return slices.ContainsFunc(ours, func(l Line) bool { return l.Place > 0 })
	case Reconcile:
		return !g.Effect().IsZero()
	}
	return true
}

// change runs a change of the groups under lock and counts the row version up.
func (s *Service) change(ctx context.Context, actor ledger.Actor, statementID ledger.ID, rowVersion int, work func(*store.Batch, workbench, *store.Tx) error) error {
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		w, err := holdBench(ctx, tx, statementID, rowVersion)
		if err != nil {
			return err
		}
		var b store.Batch
		if err := work(&b, w, tx); err != nil {
			return err
		}
		b.Do(`UPDATE matchings SET row_version = row_version + 1 WHERE id = $1`, w.m.ID)
		return tx.Send(ctx, &b)
	})
}

// Undo takes a group apart: each of its lines stands alone again. Needs ConfirmStatements. Refused: as Decide, and nothing_to_do for a line that is
// alone already.
func (s *Service) Undo(ctx context.Context, actor ledger.Actor, statementID ledger.ID, rowVersion, no int) (View, error) {
	if err := actor.Require(ledger.ConfirmStatements); err != nil {
		return View{}, err
	}
	err := s.change(ctx, actor, statementID, rowVersion, func(b *store.Batch, w workbench, tx *store.Tx) error {
		g, err := w.group(no)
		if err != nil {
			return err
		}
		if len(g.Ours)+len(g.Theirs) < 2 {
			return ledger.E("nothing_to_do")
		}
		tx.Audit(w.at.CustomerID, "matching.undone", map[string]any{"matching": w.m.ID, "group": no, "rule": g.Rule})
		return w.regroup(b, tx, []Group{g}, nil, nil)
	})
	if err != nil {
		return View{}, err
	}
	return s.Get(ctx, actor, statementID)
}

// Pair puts lines of both sides together by hand, however they were grouped; what else stood in those groups stands alone. Lines that differ in sum
// become a difference to decide about. Needs ConfirmStatements. Refused: as Decide, and validation_failed for lines that are not there.
func (s *Service) Pair(ctx context.Context, actor ledger.Actor, statementID ledger.ID, rowVersion int, ours, theirs []int) (View, error) {
	if err := actor.Require(ledger.ConfirmStatements); err != nil {
		return View{}, err
	}
	if len(ours) == 0 || len(theirs) == 0 || len(ours)+len(theirs) > 1000 {
		return View{}, ledger.E("validation_failed").At("lines", "required")
	}
	err := s.change(ctx, actor, statementID, rowVersion, func(b *store.Batch, w workbench, tx *store.Tx) error {
		for _, pair := range []struct {
			numbers []int
			known   map[int]Line
		}{{ours, w.book.ours}, {theirs, w.book.theirs}} {
			for _, no := range pair.numbers {
				if _, ok := pair.known[no]; !ok {
					return ledger.E("validation_failed").At("lines", "not_a_choice")
				}
			}
		}
		var taken []Group
		for _, g := range w.groups {
			if overlap(g.Ours, ours) || overlap(g.Theirs, theirs) {
				taken = append(taken, g)
			}
		}
		tx.Audit(w.at.CustomerID, "matching.paired", map[string]any{"matching": w.m.ID, "ours": ours, "theirs": theirs})
		return w.regroup(b, tx, taken, ours, theirs)
	})
	if err != nil {
		return View{}, err
	}
	return s.Get(ctx, actor, statementID)
}

func overlap(a, b []int) bool {
	return slices.ContainsFunc(a, func(no int) bool { return slices.Contains(b, no) })
}

// regroup closes groups and opens others: the lines named together, each other line alone. Lines outside the period that stand alone are in no group.
func (w workbench) regroup(b *store.Batch, tx *store.Tx, closed []Group, ours, theirs []int) error {
	var opened []Group
	if len(ours) > 0 {
		g := Group{Class: Agrees, Certainty: tally.Certain, Ours: sorted(ours), Theirs: sorted(theirs)}
		if total := w.book.settle(g); !total.Effect().IsZero() {
			g.Class, g.Certainty = AmountDiffers, ""
		}
		opened = append(opened, g)
	}
	var nos []int
	for _, g := range closed {
		nos = append(nos, g.No)
		for _, no := range g.Ours {
			if l := w.book.ours[no]; !slices.Contains(ours, no) && l.Origin == fromMovement {
				opened = append(opened, Group{Class: OnlyOurs, Ours: []int{no}})
			}
		}
		for _, no := range g.Theirs {
			l := w.book.theirs[no]
			if within := l.Origin == fromFile && !l.On.Before(w.at.PeriodStart) && !l.On.After(w.at.CutOff); within && !slices.Contains(theirs, no) {
				opened = append(opened, Group{Class: OnlyTheirs, Theirs: []int{no}})
			}
		}
	}
	if len(nos) > 0 {
		b.Do(`UPDATE matching_groups SET closed_at = now(), decided_by_name = $3 WHERE matching_id = $1 AND no = ANY ($2) AND closed_at IS NULL`, w.m.ID, nos, tx.Actor.Name)
	}
	for i := range opened {
		opened[i] = w.book.settle(opened[i])
		opened[i].No, opened[i].ByHand, opened[i].DecidedBy = w.last+1+i, true, tx.Actor.Name
	}
	return keepGroups(b, tx.Actor, w.m.ID, w.at.CustomerID, opened)
}

func sorted(numbers []int) []int {
	out := slices.Clone(numbers)
	slices.Sort(out)
	return slices.Compact(out)
}

// SetBalance keeps the customer's own balance at the cut-off, in our sign: what it owes is positive. Needs ConfirmStatements. Refused in this order:
// faults of the amount, not_found, state_forbids, conflict.
func (s *Service) SetBalance(ctx context.Context, actor ledger.Actor, statementID ledger.ID, rowVersion int, balance decimal.Decimal) (View, error) {
	if err := actor.Require(ledger.ConfirmStatements); err != nil {
		return View{}, err
	}
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		at, err := answerable(ctx, tx, statementID)
		if err != nil {
			return err
		}
		if !money.Exact(balance, money.Currency(at.Currency)) {
			return ledger.E("validation_failed").At("balance", "too_many_places")
		}
		m, err := hold(ctx, tx, statementID, rowVersion, Matched, Completed)
		if err != nil {
			return err
		}
		tx.Audit(at.CustomerID, "matching.balance", map[string]any{"matching": m.ID, "before": text(m.TheirClosing), "after": balance.String()})
		_, err = store.Exec(ctx, tx, `UPDATE matchings SET their_closing = $2, closing_typed = true, row_version = row_version + 1 WHERE id = $1`, m.ID, balance)
		return err
	})
	if err != nil {
		return View{}, err
	}
	return s.Get(ctx, actor, statementID)
}

func text(amount decimal.NullDecimal) string {
	if !amount.Valid {
		return ""
	}
	return amount.Decimal.String()
}
