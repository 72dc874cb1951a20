package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/archive"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/web"
)

// archiveAnchor is a day's root over everything that was ever archived.
type archiveAnchor struct {
	ID        ledger.ID     `json:"id"`
	Number    int           `json:"number"`
	Day       calendar.Date `json:"day"`
	Size      int           `json:"size" doc:"Leaves of the tree, those of the days before included"`
	Bundles   int           `json:"bundles" doc:"That joined on this day"`
	Root      string        `json:"root"`
	AuditSeq  int64         `json:"audit_seq" doc:"Head of the audit chain"`
	SHA256    string        `json:"sha256" doc:"Of what was signed"`
	Previous  string        `json:"previous_sha256,omitempty"`
	Signer    string        `json:"signer,omitempty"`
	StampedAt *time.Time    `json:"stamped_at,omitempty"`
	MadeAt    time.Time     `json:"made_at"`
	Line      string        `json:"line" doc:"What is published"`
}

type listAnchors struct{ web.Paging }

func anchors(api *web.API, books *books.Books) {
	web.Get(api, "/archive-anchors", ledger.ExportEvidence, "List the daily anchors of the archive, the latest first", func(ctx context.Context, actor ledger.Actor, in *listAnchors) (web.Page[archiveAnchor], error) {
		before, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[archiveAnchor]{}, err
		}
		rows, err := books.Archive.Anchors(ctx, actor, before, in.Limit+1)
		if err != nil {
			return web.Page[archiveAnchor]{}, err
		}
		return web.Cut(rows, in.Limit, func(a archive.Anchor) ledger.ID { return a.ID }, func(a archive.Anchor) archiveAnchor {
			return archiveAnchor{a.ID, a.Number, a.Day, a.Size, a.Added - 1, a.Root, a.AuditSeq, a.SHA256, a.Previous, a.Signer, a.StampedAt, a.MadeAt, a.Line()}
		})
	})
	web.Download(api, "/archive-anchors/{id}/file", ledger.ExportEvidence, "Download an anchor with everything that proves it", func(ctx context.Context, actor ledger.Actor, in *byID) (web.File, error) {
		found, packed, err := books.Archive.AnchorFile(ctx, actor, in.ID)
		return web.File{Name: found.FileName(), Media: "application/zip", Body: packed}, err
	}, web.Within(bundleDeadline))
}
