package backoffice

import (
	"context"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/archive"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// bundleDeadline is for sealing, and for reading a sealed file whole before it is sent.
const bundleDeadline = 25 * time.Second

// bundle is a sealed file of the archive.
type bundle struct {
	ID          ledger.ID     `json:"id"`
	BundleNo    string        `json:"bundle_no"`
	StatementID ledger.ID     `json:"statement_id"`
	Version     int           `json:"version"`
	Edition     int           `json:"edition" doc:"How often the statement was sealed, this time included"`
	Customer    wire.Party    `json:"customer"`
	Currency    string        `json:"currency"`
	PeriodStart calendar.Date `json:"period_start"`
	CutOff      calendar.Date `json:"cut_off"`
	Closing     web.Amount    `json:"closing"`
	LineCount   int           `json:"line_count"`
	Root        string        `json:"root" doc:"Of the tree over the lines (RFC 6962), in hexadecimal digits"`
	Manifest    string        `json:"manifest_sha256"`
	Previous    string        `json:"previous_manifest_sha256,omitempty" doc:"Of the customer's bundle before"`
	SHA256      string        `json:"sha256" doc:"Of the file"`
	Size        int64         `json:"size"`
	MadeBy      string        `json:"made_by"`
	MadeAt      time.Time     `json:"made_at"`
	Signer      string        `json:"signer,omitempty" doc:"Whose certificate is on the manifest; absent where it is not signed"`
	StampedAt   *time.Time    `json:"stamped_at,omitempty"`
	BothSides   bool          `json:"both_sides" doc:"The file that both sides signed is in it"`
	KeptUntil   calendar.Date `json:"kept_until,omitzero" doc:"The first day on which it may be disposed of; absent: kept for good"`
	Held        bool          `json:"held" doc:"On hold, whatever the rule says"`
	DisposedBy  string        `json:"disposed_by,omitempty"`
	DisposedAt  *time.Time    `json:"disposed_at,omitempty"`
	MayDispose  bool          `json:"may_dispose" doc:"Nothing keeps it any more, and the reader may give it up"`
}

// bundleWaiting is an agreed statement that is not sealed yet.
type bundleWaiting struct {
	StatementID ledger.ID     `json:"statement_id"`
	StatementNo string        `json:"statement_no"`
	Customer    wire.Party    `json:"customer"`
	Currency    string        `json:"currency"`
	PeriodStart calendar.Date `json:"period_start"`
	CutOff      calendar.Date `json:"cut_off"`
	Closing     web.Amount    `json:"closing"`
	AgreedAt    time.Time     `json:"agreed_at"`
}

type bundlesWaiting struct {
	Items []bundleWaiting `json:"items" doc:"At most 200, the earliest cut-off first"`
}

// ArchiveQuery narrows the archive.
type ArchiveQuery struct {
	Q      string        `query:"q" maxLength:"100" doc:"A part of the number, or of the customer's number or name"`
	From   calendar.Date `query:"from" required:"false" doc:"First cut-off"`
	To     calendar.Date `query:"to" required:"false" doc:"Last cut-off"`
	Amount string        `query:"amount" maxLength:"30" required:"false" doc:"Closing balance, whatever its sign"`
}

func (in ArchiveQuery) filter() (archive.Filter, error) {
	out := archive.Filter{Query: strings.TrimSpace(in.Q), From: in.From, To: in.To}
	if text := strings.ReplaceAll(strings.TrimSpace(in.Amount), ",", ""); text != "" {
		amount, err := decimal.NewFromString(text)
		if err != nil || amount.Exponent() < -6 || amount.Exponent() > 18 {
			return out, ledger.E("validation_failed").At("amount", "not_a_number")
		}
		out.Amount = decimal.NewNullDecimal(amount)
	}
	return out, nil
}

type listBundles struct {
	web.Paging
	ArchiveQuery
}

type bundleLine struct {
	ID   ledger.ID `path:"id"`
	Line int       `path:"line" minimum:"1" maximum:"1000000"`
}

func archives(api *web.API, books *books.Books) {
	web.Get(api, "/archive", ledger.ExportEvidence, "Find sealed reconciliations", func(ctx context.Context, actor ledger.Actor, in *listBundles) (web.Page[bundle], error) {
		filter, err := in.filter()
		if err != nil {
			return web.Page[bundle]{}, err
		}
		if filter.Before, _, err = web.ReadCursor[ledger.ID](in.Cursor); err != nil {
			return web.Page[bundle]{}, err
		}
		filter.Limit = in.Limit + 1
		rows, err := books.Archive.List(ctx, actor, filter)
		if err != nil {
			return web.Page[bundle]{}, err
		}
		return web.Cut(rows, in.Limit, func(b archive.Bundle) ledger.ID { return b.ID }, func(b archive.Bundle) bundle { return wordBundle(b, actor) })
	})
	web.Get(api, "/archive-waiting", ledger.ExportEvidence, "Find agreed statements that are not sealed yet", func(ctx context.Context, actor ledger.Actor, in *ArchiveQuery) (bundlesWaiting, error) {
		filter, err := in.filter()
		if err != nil {
			return bundlesWaiting{}, err
		}
		rows, err := books.Archive.Waiting(ctx, actor, filter)
		out := bundlesWaiting{Items: []bundleWaiting{}}
		for _, w := range rows {
			out.Items = append(out.Items, bundleWaiting{w.StatementID, w.StatementNo, wire.Party{ID: w.CustomerID, Code: w.CustomerCode, Name: w.CustomerName}, w.Currency, w.PeriodStart, w.CutOff,
				wire.Amount(w.Closing, w.Currency), w.AgreedAt})
		}
		return out, err
	})
	web.Get(api, "/archive/{id}", ledger.ExportEvidence, "Read a sealed reconciliation", func(ctx context.Context, actor ledger.Actor, in *byID) (bundle, error) {
		found, err := books.Archive.Get(ctx, actor, in.ID)
		return wordBundle(found, actor), err
	})
	web.Post(api, "/statements/{id}/bundles", ledger.MakeStatements, "Seal an agreed statement with everything both sides know of it", func(ctx context.Context, actor ledger.Actor, in *byID) (bundle, error) {
		made, err := books.Archive.Seal(ctx, actor, in.ID)
		return wordBundle(made, actor), err
	}, web.Created(), web.Within(bundleDeadline))
	web.Download(api, "/archive/{id}/file", ledger.ExportEvidence, "Download a sealed reconciliation, which proves itself", func(ctx context.Context, actor ledger.Actor, in *byID) (web.File, error) {
		found, content, err := books.Archive.Download(ctx, actor, in.ID)
		if err != nil {
			return web.File{}, err
		}
		return web.File{Name: found.FileName(), Media: "application/zip", Stream: content, Size: content.Size()}, nil
	}, web.Within(bundleDeadline))
	web.Download(api, "/archive/{id}/lines/{line}/proof", ledger.ExportEvidence, "Download the proof of one line of a sealed reconciliation", func(ctx context.Context, actor ledger.Actor, in *bundleLine) (web.File, error) {
		name, proof, err := books.Archive.Proof(ctx, actor, in.ID, in.Line)
		return web.File{Name: name, Media: "text/plain; charset=utf-8", Body: proof}, err
	}, web.Within(bundleDeadline))
}

func wordBundle(b archive.Bundle, actor ledger.Actor) bundle {
	return bundle{ID: b.ID, BundleNo: b.BundleNo, StatementID: b.StatementID, Version: b.Version, Edition: b.Edition, Customer: wire.Party{ID: b.CustomerID, Code: b.CustomerCode, Name: b.CustomerName},
		Currency: b.Currency, PeriodStart: b.PeriodStart, CutOff: b.CutOff, Closing: wire.Amount(b.Closing, b.Currency), LineCount: b.LineCount, Root: b.Root, Manifest: b.Manifest,
		Previous: b.Previous, SHA256: b.FileSHA256, Size: b.Size, MadeBy: b.MadeBy, MadeAt: b.MadeAt, Signer: b.Signer, StampedAt: b.StampedAt,
		BothSides: !b.FinalizationID.IsZero(), KeptUntil: b.KeptUntil, Held: b.Held, DisposedBy: b.DisposedBy, DisposedAt: b.DisposedAt, MayDispose: b.Due && actor.May(ledger.ManageRetention)}
}
