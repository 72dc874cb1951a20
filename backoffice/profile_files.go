package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/profile"
	"hefu/ledger/web"
)

// customerFile is a file that either side put beside a dispute of the customer.
type customerFile struct {
	ID        ledger.ID `json:"id"`
	Name      string    `json:"name"`
	MediaType string    `json:"media_type"`
	Size      int64     `json:"size"`
	Side      string    `json:"side" enum:"customer,staff"`
	Internal  bool      `json:"internal"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
	DisputeID ledger.ID `json:"dispute_id"`
	DisputeNo string    `json:"dispute_no"`
}

type listFiles struct {
	ID ledger.ID `path:"id"`
	web.Paging
}

func files(api *web.API, books *books.Books) {
	web.Get(api, "/customers/{id}/files", ledger.SeeStatements, "List the files beside a customer's disputes, newest first", func(ctx context.Context, actor ledger.Actor, in *listFiles) (web.Page[customerFile], error) {
		after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[customerFile]{}, err
		}
		rows, err := books.Profiles.Files(ctx, actor, in.ID, after, in.Limit+1)
		if err != nil {
			return web.Page[customerFile]{}, err
		}
		return web.Cut(rows, in.Limit, func(f profile.File) ledger.ID { return f.ID }, func(f profile.File) customerFile {
			return customerFile{f.ID, f.Name, f.MediaType, f.Size, f.Side, f.Internal, f.By, f.At, f.Dispute, f.DisputeNo}
		})
	})
}
