package matching

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/tally"
)

const readLines = `
SELECT side, no, origin, place, item_id, document_id, document_no, reference, on_date, kind, description, amount FROM matching_lines WHERE matching_id = $1 ORDER BY side, no`

const readGroups = `
SELECT no, class, by_hand, certainty, rule, reasons::text, ours, theirs, ours_amount, theirs_amount, decision, item_kind, category, note, decided_by_name
FROM matching_groups WHERE matching_id = $1 AND closed_at IS NULL ORDER BY no`

// storedGroup is a group's row.
type storedGroup struct {
	No           int
	Class        Class
	ByHand       bool
	Certainty    tally.Certainty
	Rule         tally.Rule
	Reasons      string
	Ours         []int
	Theirs       []int
	OursAmount   decimal.Decimal
	TheirsAmount decimal.Decimal
	Decision     Decision
	ItemKind     ItemKind
	Category     string
	Note         string
	DecidedBy    string
}

func (r storedGroup) group() (Group, error) {
	reasons, err := reasonsOf(r.Reasons)
	return Group{No: r.No, Class: r.Class, ByHand: r.ByHand, Certainty: r.Certainty, Rule: r.Rule, Reasons: reasons, Ours: r.Ours, Theirs: r.Theirs,
		OursAmount: r.OursAmount, TheirsAmount: r.TheirsAmount, Decision: r.Decision, ItemKind: r.ItemKind, Category: r.Category, Note: r.Note, DecidedBy: r.DecidedBy}, err
}

// workbench is a matching with its lines and open groups.
type workbench struct {
	at     ground
	m      matching
	lines  []Line
	groups []Group
	last   int // the highest number a group ever had
	book   book
}

// load reads a matching's lines and open groups in one round trip.
func load(ctx context.Context, tx *store.Tx, at ground, m matching) (workbench, error) {
	w := workbench{at: at, m: m}
	var rows []storedGroup
	var last []struct{ No int }
	var b store.Batch
	store.Read(&b, &w.lines, readLines, m.ID)
	store.Read(&b, &rows, readGroups, m.ID)
	store.Read(&b, &last, `SELECT coalesce(max(no), 0) FROM matching_groups WHERE matching_id = $1`, m.ID)
	if err := tx.Send(ctx, &b); err != nil {
		return w, err
	}
	if len(last) > 0 {
		w.last = last[0].No
	}
	w.groups = make([]Group, len(rows))
	for i, row := range rows {
		group, err := row.group()
		if err != nil {
			return w, err
		}
		w.groups[i] = group
	}
	w.book = newBook(w.lines, at.CutOff)
	return w, nil
}

// openBench reads the workbench of a statement's matching for reading; not_found without one that was compared.
func openBench(ctx context.Context, tx *store.Tx, statementID ledger.ID) (workbench, error) {
	at, err := readStatement(ctx, tx, statementID)
	if err != nil {
		return workbench{}, err
	}
	m, found, err := store.Row[matching](ctx, tx, selectMatching+`AND m.state IN ('matched', 'completed') ORDER BY m.id DESC LIMIT 1`, statementID)
	if err != nil {
		return workbench{}, err
	}
	if !found {
		return workbench{}, ledger.E("not_found")
	}
	return load(ctx, tx, at, m)
}

// holdBench is openBench for a change: the matching is locked, and must be compared, not completed, and in the row version that was seen.
func holdBench(ctx context.Context, tx *store.Tx, statementID ledger.ID, rowVersion int) (workbench, error) {
	at, err := answerable(ctx, tx, statementID)
	if err != nil {
		return workbench{}, err
	}
	m, err := hold(ctx, tx, statementID, rowVersion, Matched)
	if err != nil {
		return workbench{}, err
	}
	return load(ctx, tx, at, m)
}

func (w workbench) group(no int) (Group, error) {
	at := slices.IndexFunc(w.groups, func(g Group) bool { return g.No == no })
	if at < 0 {
		return Group{}, ledger.E("group_unknown").With("group", no)
	}
	return w.groups[at], nil
}

// Page is everything of a matching: its lines and its open groups.
type Page struct {
	Currency   string
	RowVersion int
	Lines      []Line
	Groups     []Group
	Allowed    []map[Decision]bool // of each group
}

// Groups reads the lines and groups of the statement's matching. Needs SeeStatements. Refused: not_found.
func (s *Service) Groups(ctx context.Context, actor ledger.Actor, statementID ledger.ID) (Page, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return Page{}, err
	}
	var out Page
	err := s.read(ctx, actor, statementID, func(ctx context.Context, tx *store.Tx) error {
		w, err := openBench(ctx, tx, statementID)
		out = Page{Currency: w.at.Currency, RowVersion: w.m.RowVersion, Lines: w.lines, Groups: w.groups}
		for _, g := range w.groups {
			allowed := map[Decision]bool{}
			for _, d := range Decisions {
				allowed[d] = w.book.allows(g, d)
			}
			out.Allowed = append(out.Allowed, allowed)
		}
		return err
	})
	return out, err
}

func reasonsOf(text string) ([]tally.Reason, error) {
	var out []tally.Reason
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		return nil, ledger.E("internal").Because(err)
	}
	return out, nil
}
