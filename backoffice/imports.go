package backoffice

import (
	"bytes"
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/importing"
	"hefu/ledger/web"
)

type importFault struct {
	Sheet  string `json:"sheet"`
	Row    int    `json:"row"`
	Column string `json:"column"`
	Header string `json:"header"`
	Value  string `json:"value"`
	Code   string `json:"code"`
	Reason string `json:"reason"`
}

type importView struct {
	ID         ledger.ID             `json:"id"`
	Kind       string                `json:"kind"`
	FileName   string                `json:"file_name"`
	State      string                `json:"state" enum:"checked,refused,imported"`
	RowsRead   int                   `json:"rows_read"`
	RowsNew    int                   `json:"rows_new"`
	RowsKnown  int                   `json:"rows_known"`
	RowsBad    int                   `json:"rows_bad"`
	FaultCount int                   `json:"fault_count"`
	Errors     []importFault         `json:"errors"`
	CreatedAt  time.Time             `json:"created_at"`
	Actions    map[string]web.Action `json:"actions"`
}

type commitImport struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		SkipBad bool `json:"skip_bad"`
	}
}

type template struct {
	Kind string `path:"kind" enum:"customers,contacts,receivables,credit_notes,receipts,opening_balances"`
}

// commitDeadline lets a file of the largest size be posted; a longer import belongs on the command line.
const commitDeadline = 25 * time.Second

func imports(api *web.API, books *books.Books) {
	web.Receive(api, "/imports", ledger.Import, "Check a file before it is imported", func(ctx context.Context, actor ledger.Actor, kind string, file web.Upload) (importView, error) {
		found, err := books.Imports.Check(ctx, actor, importing.Kind(kind), bytes.NewReader(file.Body), file.Name, importing.Options{})
		return wordImport(found, actor), err
	}, web.Created())
	web.Get(api, "/imports", ledger.Import, "List imports", func(ctx context.Context, actor ledger.Actor, in *web.Paging) (web.Page[importView], error) {
		before, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[importView]{}, err
		}
		rows, err := books.Imports.List(ctx, actor, before, in.Limit+1)
		if err != nil {
			return web.Page[importView]{}, err
		}
		return web.Cut(rows, in.Limit, func(i importing.Import) ledger.ID { return i.ID }, func(i importing.Import) importView { return wordImport(i, actor) })
	})
	web.Get(api, "/imports/{id}", ledger.Import, "Read an import", func(ctx context.Context, actor ledger.Actor, in *byID) (importView, error) {
		found, err := books.Imports.Get(ctx, actor, in.ID)
		return wordImport(found, actor), err
	})
	web.Post(api, "/imports/{id}/commit", ledger.Import, "Import a checked file", func(ctx context.Context, actor ledger.Actor, in *commitImport) (importView, error) {
		found, err := books.Imports.Commit(ctx, actor, in.ID, in.Body.SkipBad, nil)
		return wordImport(found, actor), err
	}, web.Within(commitDeadline))
	web.Download(api, "/imports/{id}/bad-rows", ledger.Import, "Download the refused rows with their reasons", func(ctx context.Context, actor ledger.Actor, in *byID) (web.File, error) {
		var out bytes.Buffer
		err := books.Imports.BadRows(ctx, actor, in.ID, &out)
		return web.File{Name: "refused-rows.csv", Media: "text/csv; charset=utf-8", Body: out.Bytes()}, err
	})
	web.Download(api, "/imports/templates/{kind}", ledger.Import, "Download a template", func(ctx context.Context, actor ledger.Actor, in *template) (web.File, error) {
		body, err := books.Imports.Template(ctx, actor, importing.Kind(in.Kind))
		return web.File{Name: in.Kind + ".csv", Media: "text/csv; charset=utf-8", Body: body}, err
	})
}

func wordImport(i importing.Import, actor ledger.Actor) importView {
	out := importView{ID: i.ID, Kind: string(i.Kind), FileName: i.FileName, State: string(i.State), RowsRead: i.Rows.Read, RowsNew: i.Rows.New, RowsKnown: i.Rows.Known, RowsBad: i.Rows.Bad,
		FaultCount: i.FaultCount, Errors: []importFault{}, CreatedAt: i.CreatedAt}
	for _, f := range i.Faults {
		out.Errors = append(out.Errors, importFault{f.Sheet, f.Row, f.Column, f.Header, f.Value, f.Code, f.Reason(actor.Locale)})
	}
	commit := web.Action{Allowed: i.State == importing.Checked || i.State == importing.Refused && i.Rows.New > 0}
	if !commit.Allowed {
		commit.Why = ledger.E("state_forbids").With("state", string(i.State)).Message(actor.Locale)
	}
	out.Actions = map[string]web.Action{"commit": commit}
	return out
}
