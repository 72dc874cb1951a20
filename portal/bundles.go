package portal

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/web"
)

// bundleDeadline is for reading a sealed file whole before it is sent.
const bundleDeadline = 25 * time.Second

// ownBundle is a sealed file of the archive, as its customer knows it.
type ownBundle struct {
	ID        ledger.ID  `json:"id"`
	BundleNo  string     `json:"bundle_no"`
	Edition   int        `json:"edition" doc:"How often the statement was sealed, this time included"`
	LineCount int        `json:"line_count"`
	Root      string     `json:"root" doc:"Of the tree over the lines (RFC 6962), in hexadecimal digits"`
	Manifest  string     `json:"manifest_sha256"`
	SHA256    string     `json:"sha256" doc:"Of the file"`
	Size      int64      `json:"size"`
	Signer    string     `json:"signer,omitempty" doc:"Whose certificate is on the manifest; absent where it is not signed"`
	StampedAt *time.Time `json:"stamped_at,omitempty"`
	BothSides bool       `json:"both_sides" doc:"The file that both sides signed is in it"`
	MadeAt    time.Time  `json:"made_at"`
}

type ownBundles struct {
	Items []ownBundle `json:"items" doc:"The latest edition first; none before the statement is sealed"`
}

// bundles are what is archived of the customer's own statements: each proves itself without this system.
func bundles(api *web.API, books *books.Books) {
	web.Get(api, "/statements/{id}/bundles", ledger.SeeStatements, "List the sealed files of a statement", func(ctx context.Context, actor ledger.Actor, in *byID) (ownBundles, error) {
		found, err := books.Archive.Own(ctx, actor, in.ID)
		out := ownBundles{Items: []ownBundle{}}
		for _, b := range found {
			out.Items = append(out.Items, ownBundle{b.ID, b.BundleNo, b.Edition, b.LineCount, b.Root, b.Manifest, b.FileSHA256, b.Size, b.Signer, b.StampedAt, !b.FinalizationID.IsZero(), b.MadeAt})
		}
		return out, err
	})
	web.Download(api, "/bundles/{id}/file", ledger.SeeStatements, "Download a sealed file, which proves itself", func(ctx context.Context, actor ledger.Actor, in *byID) (web.File, error) {
		found, content, err := books.Archive.DownloadOwn(ctx, actor, in.ID)
		if err != nil {
			return web.File{}, err
		}
		return web.File{Name: found.FileName(), Media: "application/zip", Stream: content, Size: content.Size()}, nil
	}, web.Within(bundleDeadline))
}
