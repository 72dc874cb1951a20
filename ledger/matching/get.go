package matching

import (
	"context"
	"encoding/json"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/statement"
	"hefu/ledger/tally/layout"
)

// View is the matching of a statement as its page needs it. Matching is nil while nothing was uploaded.
type View struct {
	StatementID ledger.ID
	StatementNo string
	Version     int
	SHA256      string
	Currency    string
	PeriodStart calendar.Date
	CutOff      calendar.Date
	Closing     decimal.Decimal
	Carried     Sum // reconciling items of earlier statements that are still open
	Matching    *Current
	Sample      bool // a made-up ledger is offered
	Actions     Actions
}

// Current is the matching that is under way, or the completed one.
type Current struct {
	matching
	Mapping layout.Mapping
	Stale   bool // the statement has a newer version
	Classes map[Class]ClassSum
	Outcome *Outcome
}

// ClassSum sums up the open groups of a class: their number, the lines of each side, and what our balance is higher by for them.
type ClassSum struct {
	Groups int
	Likely int
	Ours   Sum
	Theirs Sum
	Effect decimal.Decimal
	// by decision
	Confirm, Dispute, Reconcile, Leave int
}

// Action is something the actor may do now, or why not.
type Action struct {
	Allowed bool
	Why     *ledger.Error
}

// Actions are what a page offers.
type Actions struct{ Upload, Match, Decide, Balance, Complete, Report Action }

const sumItems = `
SELECT count(*)::int, coalesce(sum(i.amount), 0) FROM reconciling_items i JOIN statements s ON s.id = i.statement_id
WHERE i.customer_id = $1 AND i.currency = $2 AND s.cut_off < $3 AND i.state = 'open' AND i.kind <> 'disagreement'`

const sumClasses = `
SELECT class, count(*)::int, count(*) FILTER (WHERE certainty = 'likely')::int, coalesce(sum(cardinality(ours)), 0)::int, coalesce(sum(ours_amount), 0),
  coalesce(sum(cardinality(theirs)), 0)::int, coalesce(sum(theirs_amount), 0),
  count(*) FILTER (WHERE decision = 'confirm')::int, count(*) FILTER (WHERE decision = 'dispute')::int, count(*) FILTER (WHERE decision = 'reconcile')::int,
  count(*) FILTER (WHERE decision = 'leave')::int
FROM matching_groups WHERE matching_id = $1 AND closed_at IS NULL GROUP BY class`

type classRow struct {
	Class                              Class
	Groups, Likely                     int
	OursCount                          int
	Ours                               decimal.Decimal
	TheirsCount                        int
	Theirs                             decimal.Decimal
	Confirm, Dispute, Reconcile, Leave int
}

// Get reads how the matching of a statement stands. Needs SeeStatements. Refused: not_found.
func (s *Service) Get(ctx context.Context, actor ledger.Actor, statementID ledger.ID) (View, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return View{}, err
	}
	var out View
	err := s.read(ctx, actor, statementID, func(ctx context.Context, tx *store.Tx) error {
		at, err := readStatement(ctx, tx, statementID)
		if err != nil {
			return err
		}
		out = View{StatementID: at.StatementID, StatementNo: at.StatementNo, Version: at.Version, SHA256: at.hash(), Currency: at.Currency, PeriodStart: at.PeriodStart,
			CutOff: at.CutOff, Closing: at.Closing, Sample: s.samples}
		if out.Carried, _, err = store.Row[Sum](ctx, tx, sumItems, at.CustomerID, at.Currency, at.CutOff); err != nil {
			return err
		}
		m, found, err := latest(ctx, tx, statementID)
		if err != nil {
			return err
		}
		if found {
			if out.Matching, err = current(ctx, tx, at, m); err != nil {
				return err
			}
		}
		out.Actions = actionsOf(actor, at, out.Matching)
		return nil
	})
	return out, err
}

func current(ctx context.Context, tx *store.Tx, at ground, m matching) (*Current, error) {
	out := &Current{matching: m, Stale: m.Version != at.Version, Classes: map[Class]ClassSum{}}
	var err error
	if out.Mapping, err = m.mapping(); err != nil {
		return nil, err
	}
	if m.Outcome != nil {
		out.Outcome = &Outcome{}
		if err := json.Unmarshal([]byte(*m.Outcome), out.Outcome); err != nil {
			return nil, ledger.E("internal").Because(err)
		}
	}
	rows, err := store.Rows[classRow](ctx, tx, sumClasses, m.ID)
	for _, r := range rows {
		out.Classes[r.Class] = ClassSum{Groups: r.Groups, Likely: r.Likely, Ours: Sum{r.OursCount, r.Ours}, Theirs: Sum{r.TheirsCount, r.Theirs}, Effect: r.Ours.Sub(r.Theirs),
			Confirm: r.Confirm, Dispute: r.Dispute, Reconcile: r.Reconcile, Leave: r.Leave}
	}
	return out, err
}

// actionsOf mirrors the refusals of the methods: first the role, then the state.
func actionsOf(actor ledger.Actor, at ground, m *Current) Actions {
	when := func(fine bool, why *ledger.Error) Action {
		switch {
		case actor.Audience == ledger.Backoffice || !actor.May(ledger.ConfirmStatements):
			return Action{Why: ledger.E("not_permitted").With("permission", string(ledger.ConfirmStatements))}
		case !fine:
			return Action{Why: why}
		}
		return Action{Allowed: true}
	}
	out := at.State != statement.Draft && at.State != statement.Cancelled
	stands := ledger.E("state_forbids").With("state", string(at.State))
	nothing := ledger.E("own_ledger_missing")
	in := func(states ...State) bool {
		for _, state := range states {
			if m != nil && m.State == state {
				return out
			}
		}
		return false
	}
	if m != nil {
		nothing = ledger.E("state_forbids").With("state", string(m.State))
	}
	complete := when(in(Matched), nothing)
	if complete.Allowed && m.Stale {
		complete = Action{Why: ledger.E("stale_version")}
	}
	match := when(in(Uploaded, Matched, Completed, Failed), nothing)
	if match.Allowed && m.FileRemoved != nil {
		match = Action{Why: ledger.E("own_ledger_gone")}
	}
	report := Action{Allowed: m != nil && (m.State == Matched || m.State == Completed)}
	if !report.Allowed {
		report.Why = nothing
	}
	return Actions{
		Upload:   when(out, stands),
		Match:    match,
		Decide:   when(in(Matched), nothing),
		Balance:  when(in(Matched, Completed), nothing),
		Complete: complete,
		Report:   report,
	}
}
