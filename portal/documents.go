package portal

import (
	"context"
	"errors"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	domain "hefu/ledger/account"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// DocumentFilter narrows the documents. Ranges include both ends; amounts are gross, without sign.
type DocumentFilter struct {
	Kind       string        `query:"kind" enum:"receivable,credit_note,adjustment,receipt,advance,refund,write_off,reversal,opening_balance" required:"false"`
	Q          string        `query:"q" maxLength:"100"`
	Open       string        `query:"open" enum:"true,false" required:"false"`
	Settlement string        `query:"settlement" enum:"open,partial,settled" required:"false"`
	Currency   string        `query:"currency" maxLength:"3"`
	From       calendar.Date `query:"from" required:"false" doc:"Document date"`
	To         calendar.Date `query:"to" required:"false"`
	DueFrom    calendar.Date `query:"due_from" required:"false"`
	DueTo      calendar.Date `query:"due_to" required:"false"`
	Min        string        `query:"min" maxLength:"40"`
	Max        string        `query:"max" maxLength:"40"`
}

// ListDocuments asks for a page of documents.
type ListDocuments struct {
	web.Paging
	DocumentFilter
}

// DocumentsFile asks for all of them as a file. An empty locale is the reader's own.
type DocumentsFile struct {
	DocumentFilter
	ListFile
}

// ListFile is the form of a list's file.
type ListFile struct {
	Format string `query:"format" enum:"pdf,xlsx,csv,json" required:"true"`
	Locale string `query:"locale" enum:"zh-CN,en" required:"false"`
}

func (in *ListFile) locale(actor ledger.Actor) string {
	if in.Locale != "" {
		return in.Locale
	}
	return actor.Locale
}

// fileDeadline lets a long list be written.
const fileDeadline = 25 * time.Second

// bounds reads the two amounts; both faults are told at once.
func bounds(least, most string) (low, high decimal.NullDecimal, err error) {
	low, lowErr := wire.ReadBound("min", least)
	high, highErr := wire.ReadBound("max", most)
	return low, high, joined(lowErr, highErr)
}

// joined is one refusal with the fields of all.
func joined(errs ...error) error {
	all := ledger.E("validation_failed")
	for _, err := range errs {
		var refused *ledger.Error
		switch {
		case err == nil:
		case errors.As(err, &refused) && refused.Code == all.Code:
			all.Fields = append(all.Fields, refused.Fields...)
		default:
			return err
		}
	}
	if len(all.Fields) == 0 {
		return nil
	}
	return all
}

func (in *DocumentFilter) filter() (document.Filter, error) {
	low, high, err := bounds(in.Min, in.Max)
	filter := document.Filter{Kind: document.Kind(in.Kind), Query: in.Q, Settlement: in.Settlement, Currency: in.Currency, From: in.From, To: in.To,
		DueFrom: in.DueFrom, DueTo: in.DueTo, Min: low, Max: high}
	if in.Open != "" {
		open := in.Open == "true"
		filter.Open = &open
	}
	return filter, err
}

// page is the domain's filter, read one row too long so that the page knows whether another follows.
func (in *ListDocuments) page() (document.Filter, error) {
	after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
	filter, fault := in.filter()
	filter.After, filter.Limit = after, in.Limit+1
	return filter, joined(err, fault)
}

func documents(api *web.API, books *books.Books) {
	web.Get(api, "/documents", ledger.SeeDocuments, "List one's documents", func(ctx context.Context, actor ledger.Actor, in *ListDocuments) (web.Page[wire.DocumentSummary], error) {
		filter, err := in.page()
		if err != nil {
			return web.Page[wire.DocumentSummary]{}, err
		}
		rows, err := books.Documents.List(ctx, actor, filter)
		if err != nil {
			return web.Page[wire.DocumentSummary]{}, err
		}
		return web.Cut(rows, in.Limit, func(d document.Summary) ledger.ID { return d.ID }, wire.Document)
	})
	web.Download(api, "/documents/file", ledger.SeeDocuments, "Download the documents that a filter finds", func(ctx context.Context, actor ledger.Actor, in *DocumentsFile) (web.File, error) {
		filter, err := in.filter()
		if err != nil {
			return web.File{}, err
		}
		file, err := books.Account.DocumentsFile(ctx, actor, filter, domain.Format(in.Format), in.locale(actor))
		return web.File{Name: file.Name, Media: file.Media, Body: file.Content}, err
	}, web.Within(fileDeadline))
	web.Get(api, "/documents/{id}", ledger.SeeDocuments, "Read a document with its chain", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.DocumentView, error) {
		view, err := books.Documents.Get(ctx, actor, in.ID)
		return wire.DocumentWhole(view), err
	}, web.ByLink())
}
