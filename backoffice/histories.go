package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// customerHistory is the whole of what the books know about a customer as one file, made in the background.
type customerHistory struct {
	ID          ledger.ID  `json:"id"`
	Customer    wire.Party `json:"customer"`
	State       string     `json:"state" enum:"queued,running,done,failed"`
	Done        int        `json:"done" doc:"Statements and bundles written, of total"`
	Total       int        `json:"total"`
	SHA256      string     `json:"sha256,omitempty"`
	Size        int64      `json:"size"`
	RequestedBy string     `json:"requested_by"`
	RequestedAt time.Time  `json:"requested_at"`
	FinishedAt  *time.Time `json:"finished_at,omitempty"`
	ExpiresAt   *time.Time `json:"expires_at,omitempty"`
	Expired     bool       `json:"expired" doc:"It can be asked for again"`
}

type customerHistories struct {
	Items []customerHistory `json:"items" doc:"The last fifty that were asked for"`
}

type askHistory struct {
	Body struct {
		CustomerID ledger.ID `json:"customer_id"`
	}
}

func histories(api *web.API, books *books.Books) {
	show := func(ctx context.Context, actor ledger.Actor) (customerHistories, error) {
		found, err := books.Archive.Histories(ctx, actor)
		out := customerHistories{Items: []customerHistory{}}
		for _, h := range found {
			out.Items = append(out.Items, customerHistory{h.ID, wire.Party{ID: h.CustomerID, Code: h.CustomerCode, Name: h.CustomerName}, string(h.State), h.Done, h.Total, h.SHA256, h.Size,
				h.RequestedBy, h.RequestedAt, h.FinishedAt, h.ExpiresAt, h.Expired})
		}
		return out, err
	}
	web.Get(api, "/histories", ledger.ExportEvidence, "List the customers' histories that were asked for", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (customerHistories, error) {
		return show(ctx, actor)
	})
	web.Post(api, "/histories", ledger.ExportEvidence, "Have the whole history of a customer made as one file", func(ctx context.Context, actor ledger.Actor, in *askHistory) (customerHistories, error) {
		if _, err := books.Archive.AskHistory(ctx, actor, in.Body.CustomerID); err != nil {
			return customerHistories{}, err
		}
		return show(ctx, actor)
	}, web.Created())
	web.Download(api, "/histories/{id}/file", ledger.ExportEvidence, "Download a customer's history", func(ctx context.Context, actor ledger.Actor, in *byID) (web.File, error) {
		found, content, err := books.Archive.DownloadHistory(ctx, actor, in.ID)
		if err != nil {
			return web.File{}, err
		}
		return web.File{Name: found.FileName(), Media: "application/zip", Stream: content, Size: content.Size()}, nil
	}, web.Within(bundleDeadline))
}
