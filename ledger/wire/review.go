package wire

import (
	"time"

	"hefu/ledger"
	"hefu/ledger/review"
	"hefu/ledger/web"
)

// Review is an answer that waits, or waited, for a second person of the same customer.
type Review struct {
	ID          ledger.ID             `json:"id"`
	Kind        string                `json:"kind" enum:"confirmation,acceptance"`
	StatementID ledger.ID             `json:"statement_id"`
	StatementNo string                `json:"statement_no"`
	Version     int                   `json:"version"`
	Lines       []int                 `json:"lines"`
	Whole       bool                  `json:"whole"`
	Amount      web.Amount            `json:"amount"`
	Currency    string                `json:"currency"`
	Remark      string                `json:"remark,omitempty"`
	DisputeID   *ledger.ID            `json:"dispute_id,omitempty"`
	DisputeNo   string                `json:"dispute_no,omitempty"`
	State       string                `json:"state" enum:"pending,approved,returned,withdrawn,void"`
	MadeBy      string                `json:"made_by"`
	Mine        bool                  `json:"mine"`
	MadeAt      time.Time             `json:"made_at"`
	DecidedBy   string                `json:"decided_by,omitempty"`
	DecidedAt   *time.Time            `json:"decided_at,omitempty"`
	Reason      string                `json:"reason,omitempty"`
	Actions     map[string]web.Action `json:"actions"`
}

// ReviewOf words a review for one reader: what they may do, and why not.
func ReviewOf(r review.Review, actor ledger.Actor) Review {
	out := Review{ID: r.ID, Kind: string(r.Kind), StatementID: r.StatementID, StatementNo: r.StatementNo, Version: r.Version, Lines: r.Lines, Whole: r.Whole,
		Amount: Amount(r.Amount, r.Currency), Currency: r.Currency, Remark: r.Remark, DisputeNo: r.DisputeNo, State: string(r.State), MadeBy: r.MadeByName,
		Mine: r.MadeBy == actor.PersonID, MadeAt: r.MadeAt, DecidedBy: r.DecidedBy, DecidedAt: r.DecidedAt, Reason: r.Reason}
	if !r.DisputeID.IsZero() {
		id := r.DisputeID
		out.DisputeID = &id
	}
	var barred *ledger.Error
	switch err := actor.Require(ledger.CheckAnswers); {
	case err != nil:
		barred = ledger.AsError(err)
	case r.State != review.Pending:
		barred = ledger.E("state_forbids").With("state", r.State)
	}
	say := func(why *ledger.Error) web.Action {
		if why == nil {
			return web.Action{Allowed: true}
		}
		return web.Action{Why: why.Message(actor.Locale)}
	}
	second := barred
	if barred == nil && out.Mine {
		second = ledger.E("four_eyes")
	}
	out.Actions = map[string]web.Action{"approve": say(second), "return": say(second), "withdraw": say(barred)}
	return out
}
