package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/web"
)

// RefusedDay is how many notices that were not signed as they must be came to a provider's address on a day.
type RefusedDay struct {
	Day      calendar.Date `json:"day"`
	Provider string        `json:"provider" enum:"stripe,alipay,wechat"`
	Count    int64         `json:"count"`
	Sources  int           `json:"sources" doc:"Addresses that they came from, as far as they were told apart"`
	LastAt   time.Time     `json:"last_at"`
}

type refusedNotices struct {
	Days []RefusedDay `json:"days"`
}

func refusals(api *web.API, books *books.Books) {
	web.Get(api, "/provider-refusals", ledger.SeeBank, "Count the notices of the last thirty days that were not signed as they must be", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (refusedNotices, error) {
		found, err := books.Payments.RefusedNotices(ctx, actor)
		out := refusedNotices{Days: []RefusedDay{}}
		for _, d := range found {
			out.Days = append(out.Days, RefusedDay(d))
		}
		return out, err
	})
}
