package statement

import "hefu/ledger"

// Action is something an actor may do with a statement now, or why not.
type Action struct {
	Allowed bool
	Why     *ledger.Error // nil when allowed
}

// Actions are what a page offers; it offers nothing else and decides nothing itself.
type Actions struct {
	Confirm, Dispute, Reopen, Issue, Revise, Cancel, Download Action
}

// actionsOf mirrors the refusals of the methods: first the role, then the state.
func actionsOf(actor ledger.Actor, v View, later bool) Actions {
	out := v.State != Draft && v.State != Cancelled
	forbidden := ledger.E("state_forbids").With("state", v.State)
	confirmed := false
	for _, answer := range v.Answers {
		confirmed = confirmed || answer.Answer == "confirmed" && answer.DisputeID.IsZero()
	}
	when := func(permission ledger.Permission, refusals ...func() *ledger.Error) Action {
		if !actor.May(permission) {
			return Action{Why: ledger.E("not_permitted").With("permission", string(permission))}
		}
		for _, refusal := range refusals {
			if why := refusal(); why != nil {
				return Action{Why: why}
			}
		}
		return Action{Allowed: true}
	}
	unless := func(fine bool, why *ledger.Error) func() *ledger.Error {
		return func() *ledger.Error {
			if fine {
				return nil
			}
			return why
		}
	}
	notLatest := ledger.E("statement_not_latest")
	sealed := unless(v.Finalized.State == "", ledger.E("statement_finalized"))
	whole := unless(v.Finalized.State == "" || !v.Finalized.Whole, ledger.E("statement_finalized"))
	unanswered := unless(v.AnsweredCount < v.LineCount, ledger.E("nothing_to_confirm"))
	return Actions{
		Confirm:  when(ledger.ConfirmStatements, unless(out, forbidden), whole, unanswered),
		Dispute:  when(ledger.DisputeLines, unless(out, forbidden), whole, unanswered),
		Reopen:   when(ledger.ConfirmStatements, unless(out, forbidden), whole, unless(confirmed, ledger.E("nothing_to_do"))),
		Issue:    when(ledger.MakeStatements, unless(v.State == Draft, forbidden)),
		Revise:   when(ledger.MakeStatements, unless(v.State != Cancelled, forbidden), sealed, unless(!later, notLatest)),
		Cancel:   when(ledger.MakeStatements, unless(v.State != Cancelled, forbidden), sealed, unless(!later, notLatest), unless(v.DisputedCount == 0, ledger.E("statement_disputed"))),
		Download: when(ledger.SeeStatements),
	}
}
