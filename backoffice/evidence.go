package backoffice

import (
	"context"
	"io"
	"os"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	packages "hefu/ledger/evidence"
	"hefu/ledger/web"
)

// evidenceDeadline is for the making of a package; it is sent afterwards. Larger ones are made at the command line.
const evidenceDeadline = 25 * time.Second

type customerEvidence struct {
	ID       ledger.ID     `path:"id"`
	From     calendar.Date `query:"from" required:"true"`
	To       calendar.Date `query:"to" required:"true"`
	Internal bool          `query:"internal" default:"false" doc:"With notes among staff"`
}

type statementEvidence struct {
	ID       ledger.ID `path:"id"`
	Internal bool      `query:"internal" default:"false" doc:"With notes among staff"`
}

func evidences(api *web.API, books *books.Books) {
	web.Download(api, "/customers/{id}/evidence", ledger.ExportEvidence, "Download the evidence of a customer and period as one ZIP", func(ctx context.Context, actor ledger.Actor, in *customerEvidence) (web.File, error) {
		return pack(ctx, actor, books, packages.Query{CustomerID: in.ID, From: in.From, To: in.To, Internal: in.Internal})
	}, web.Within(evidenceDeadline))
	web.Download(api, "/statements/{id}/evidence", ledger.ExportEvidence, "Download the evidence of a statement as one ZIP", func(ctx context.Context, actor ledger.Actor, in *statementEvidence) (web.File, error) {
		return pack(ctx, actor, books, packages.Query{StatementID: in.ID, Internal: in.Internal})
	}, web.Within(evidenceDeadline))
}

// pack makes the package in a file of its own.
func pack(ctx context.Context, actor ledger.Actor, books *books.Books, query packages.Query) (web.File, error) {
	name := ""
	file, err := spool("evidence-*.zip", func(w io.Writer) (err error) {
		name, err = books.Evidence.Write(ctx, actor, query, w)
		return err
	})
	file.Name, file.Media = name, "application/zip"
	return file, err
}

// spool writes a file of its own, so that a refusal is told before anything is sent and memory stays small.
func spool(pattern string, write func(io.Writer) error) (web.File, error) {
	place, err := os.CreateTemp("", pattern)
	if err != nil {
		return web.File{}, ledger.E("unavailable").Because(err)
	}
	file := &spooled{place}
	if err := write(place); err != nil {
		_ = file.Close() // nobody reads it
		return web.File{}, err
	}
	size, err := place.Seek(0, 1)
	if err == nil {
		_, err = place.Seek(0, 0)
	}
	if err != nil {
		_ = file.Close() // nobody reads it
		return web.File{}, ledger.E("internal").Because(err)
	}
	return web.File{Stream: file, Size: size}, nil
}

// spooled is a file that is gone once it was read.
type spooled struct{ *os.File }

// Close closes and removes it.
func (s *spooled) Close() error {
	_ = os.Remove(s.Name()) // what is left behind is the system's to clear away
	return s.File.Close()
}
