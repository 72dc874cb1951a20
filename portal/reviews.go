package portal

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/review"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type listReviews struct {
	StatementID ledger.ID `query:"statement_id" required:"false"`
	DisputeID   ledger.ID `query:"dispute_id" required:"false"`
	State       string    `query:"state" enum:"pending,all" default:"pending"`
}

type returnReview struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Reason string `json:"reason" maxLength:"500"`
	}
}

// reviews are answers that wait for a second person (经办/复核).
func reviews(api *web.API, books *books.Books) {
	word := func(r review.Review, actor ledger.Actor, err error) (wire.Review, error) {
		return wire.ReviewOf(r, actor), err
	}
	web.Get(api, "/reviews", ledger.SeeStatements, "What waits for a second person", func(ctx context.Context, actor ledger.Actor, in *listReviews) (web.Page[wire.Review], error) {
		found, err := books.Reviews.List(ctx, actor, review.Filter{StatementID: in.StatementID, DisputeID: in.DisputeID, Open: in.State == "pending"})
		page := web.Page[wire.Review]{Items: []wire.Review{}}
		for _, r := range found {
			page.Items = append(page.Items, wire.ReviewOf(r, actor))
		}
		return page, err
	}, web.ByLink())
	web.Get(api, "/reviews/{id}", ledger.SeeStatements, "Read what waits for a second person", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.Review, error) {
		r, err := books.Reviews.Read(ctx, actor, in.ID)
		return word(r, actor, err)
	}, web.ByLink())
	web.Post(api, "/reviews/{id}/approval", ledger.CheckAnswers, "Approve a colleague's answer", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.Review, error) {
		r, err := books.Reviews.Approve(ctx, actor, in.ID)
		return word(r, actor, err)
	}, web.ByLink())
	web.Post(api, "/reviews/{id}/return", ledger.CheckAnswers, "Send a colleague's answer back", func(ctx context.Context, actor ledger.Actor, in *returnReview) (wire.Review, error) {
		r, err := books.Reviews.Return(ctx, actor, in.ID, in.Body.Reason)
		return word(r, actor, err)
	}, web.ByLink())
	web.Post(api, "/reviews/{id}/withdrawal", ledger.CheckAnswers, "Take an answer back that waits", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.Review, error) {
		r, err := books.Reviews.Withdraw(ctx, actor, in.ID)
		return word(r, actor, err)
	}, web.ByLink())
}
