package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type postDifference struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Kind        string        `json:"kind" enum:"bank_charge,provider_fee,exchange"`
		PostingDate calendar.Date `json:"posting_date,omitzero" doc:"Left out: the line's day"`
		Reason      string        `json:"reason,omitempty" maxLength:"400" doc:"Left out: why the two were joined"`
	}
}

type decideDifference struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int    `json:"row_version"`
		Approve    bool   `json:"approve"`
		Note       string `json:"note,omitempty" maxLength:"400" doc:"Needed to decline"`
	}
}

type withdrawDifference struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int `json:"row_version"`
	}
}

type reverseDifference struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int    `json:"row_version"`
		Reason     string `json:"reason" minLength:"1" maxLength:"400"`
	}
}

// payoutDifference is what was posted of a payout's difference, or is to be.
type payoutDifference struct {
	ID             ledger.ID     `json:"id"`
	Kind           string        `json:"kind" enum:"bank_charge,provider_fee,exchange"`
	State          string        `json:"state" enum:"proposed,posted,declined,withdrawn,reversed"`
	Account        string        `json:"account"`
	AccountName    string        `json:"account_name"`
	Amount         web.Amount    `json:"amount" doc:"The line less the payout"`
	Base           web.Amount    `json:"base" doc:"In base currency"`
	PostingDate    calendar.Date `json:"posting_date"`
	Reason         string        `json:"reason"`
	NeedsSecond    bool          `json:"needs_second"`
	ProposedBy     string        `json:"proposed_by"`
	CreatedAt      time.Time     `json:"created_at"`
	DecidedBy      string        `json:"decided_by,omitempty"`
	DecidedAt      *time.Time    `json:"decided_at,omitempty"`
	Note           string        `json:"note,omitempty"`
	ReversedOn     calendar.Date `json:"reversed_on,omitzero"`
	ReversedBy     string        `json:"reversed_by,omitempty"`
	ReversedReason string        `json:"reversed_reason,omitempty"`
	RowVersion     int           `json:"row_version"`

	Actions map[string]web.Action `json:"actions"`
}

// payoutDifferences: what came of a payout in another amount is posted, by a second person above the threshold, and reversed.
func payoutDifferences(api *web.API, books *books.Books) {
	after := func(ctx context.Context, actor ledger.Actor, id ledger.ID, err error) (payoutWhole, error) {
		if err != nil {
			return payoutWhole{}, err
		}
		return payoutWithLines(ctx, books, actor, id)
	}
	web.Post(api, "/provider-payouts/{id}/difference", ledger.PostDocuments, "Post what of a payout came in another amount, or ask a second person to", func(ctx context.Context, actor ledger.Actor, in *postDifference) (payoutWhole, error) {
		_, err := books.Bank.PostDifference(ctx, actor, bank.NewDifference{PayoutID: in.ID, Kind: bank.DifferenceKind(in.Body.Kind), On: in.Body.PostingDate, Reason: in.Body.Reason})
		return after(ctx, actor, in.ID, err)
	}, web.Created())
	web.Post(api, "/provider-payouts/{id}/difference/decision", ledger.ApproveDocuments, "Post a payout's difference that waits for a second person, or decline", func(ctx context.Context, actor ledger.Actor, in *decideDifference) (payoutWhole, error) {
		_, err := books.Bank.DecideDifference(ctx, actor, bank.Decision{PayoutID: in.ID, RowVersion: in.Body.RowVersion, Approve: in.Body.Approve, Note: in.Body.Note})
		return after(ctx, actor, in.ID, err)
	})
	web.Post(api, "/provider-payouts/{id}/difference/withdrawal", ledger.PostDocuments, "Take one's own proposal of a payout's difference back", func(ctx context.Context, actor ledger.Actor, in *withdrawDifference) (payoutWhole, error) {
		return after(ctx, actor, in.ID, books.Bank.WithdrawDifference(ctx, actor, in.ID, in.Body.RowVersion))
	})
	web.Post(api, "/provider-payouts/{id}/difference/reversal", ledger.PostDocuments, "Reverse the posting of a payout's difference", func(ctx context.Context, actor ledger.Actor, in *reverseDifference) (payoutWhole, error) {
		_, err := books.Bank.ReverseDifference(ctx, actor, bank.Decision{PayoutID: in.ID, RowVersion: in.Body.RowVersion, Note: in.Body.Reason})
		return after(ctx, actor, in.ID, err)
	})
}

func wordDifferences(found []bank.Difference, currency, base string, actor ledger.Actor) []payoutDifference {
	out := []payoutDifference{}
	for _, d := range found {
		it := payoutDifference{ID: d.ID, Kind: string(d.Kind), State: string(d.State), Account: d.Account, AccountName: d.AccountName, Amount: wire.Amount(d.Amount, currency), Base: wire.Amount(d.Base, base),
			PostingDate: d.PostingDate, Reason: d.Reason, NeedsSecond: d.NeedsSecond, ProposedBy: d.Proposer, CreatedAt: d.CreatedAt, DecidedBy: d.Decider, DecidedAt: d.DecidedAt, Note: d.Note,
			ReversedOn: d.ReversedOn, ReversedBy: d.ReversedBy, ReversedReason: d.ReversedReason, RowVersion: d.RowVersion, Actions: differenceActions(d, actor)}
		if actor.Locale == "en" {
			it.AccountName = d.AccountEN
		}
		out = append(out, it)
	}
	return out
}

func differenceActions(d bank.Difference, actor ledger.Actor) map[string]web.Action {
	decide, withdraw, reverse := allowedTo(actor, ledger.ApproveDocuments), allowedTo(actor, ledger.PostDocuments), allowedTo(actor, ledger.PostDocuments)
	if d.NeedsSecond && reverse.Allowed {
		reverse = allowedTo(actor, ledger.ApproveDocuments)
	}
	no := web.Action{Why: ledger.E("state_forbids").With("state", string(d.State)).Message(actor.Locale)}
	if d.State != bank.DifferencePosted {
		reverse = no
	}
	switch {
	case d.State != bank.DifferenceProposed:
		decide, withdraw = no, no
	default:
		if decide.Allowed && actor.SamePerson(d.ProposedBy, d.CreatedAt) {
			decide = web.Action{Why: ledger.E("four_eyes").Message(actor.Locale)}
		}
		if d.ProposedBy != actor.PersonID {
			withdraw = web.Action{Why: ledger.E("not_permitted").Message(actor.Locale)}
		}
	}
	return map[string]web.Action{"decide": decide, "withdraw": withdraw, "reverse": reverse}
}
