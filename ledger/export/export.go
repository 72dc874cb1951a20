// Package export owns files of reports that take too long to wait for: they are asked for, made in the background, and can be downloaded
// for a day by who asked.
package export

import (
	"context"
	"encoding/json"
	"time"

	"hefu/ledger"
	"hefu/ledger/blob"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
	"hefu/ledger/party"
	"hefu/ledger/report"
	"hefu/ledger/sheet"
)

// MaxQueued is how many files of a person may wait to be made.
const MaxQueued = 10

// mostShown is how many files of a person are listed: what is older than a day is gone.
const mostShown = 100

// State is how far a file is.
type State string

// The states.
const (
	Queued State = "queued"
	Ready  State = "ready"
	Failed State = "failed"
)

// File is one that the actor has asked for.
type File struct {
	ID        ledger.ID
	Report    string // one of report.Kinds
	Format    sheet.Format
	State     State
	Fault     string // a failed one's code, as the catalogue of errors names it
	Size      int64  // bytes, of a ready one
	AskedAt   time.Time
	EndedAt   *time.Time
	ExpiresAt time.Time
}

// Why says in the reader's language why a failed one failed; empty for the others.
func (f File) Why(locale string) string {
	if f.Fault == "" {
		return ""
	}
	return ledger.E(f.Fault).With("limit", report.MaxRows).Message(locale)
}

// Name is what the file is called when it is downloaded.
func (f File) Name() string { return f.Report + "." + string(f.Format) }

// Command asks for a file: a report as ledger/report takes it.
type Command struct {
	Report  string
	Filter  report.Filter
	Display report.Display
	Format  sheet.Format
}

// asked is what is kept of a command.
type asked struct {
	Filter  report.Filter
	Display report.Display
}

// Service takes requests, makes files and gives them out. Every method needs SeeReports.
type Service struct {
	db      *store.DB
	jobs    *job.Client
	blobs   blob.Store
	parties *party.Service
	reports *report.Service
	most    int // rows of a file that somebody waits for
}

// Open opens the service. Without blobs nothing can be asked for.
func Open(db *store.DB, jobs *job.Client, blobs blob.Store, parties *party.Service, reports *report.Service) *Service {
	return &Service{db: db, jobs: jobs, blobs: blobs, parties: parties, reports: reports, most: report.MaxWaited}
}

const insertFile = `INSERT INTO report_files (id, organization_id, asked_by, locale, report, format, asked) VALUES ($1, $2, $3, $4, $5, $6, $7::text::jsonb)`

// Ask asks for a file and returns it, queued. Refused in this order: validation_failed for what the report does not take, not_found for a
// report that is none, too_many_report_files.
func (s *Service) Ask(ctx context.Context, actor ledger.Actor, cmd Command) (File, error) {
	if err := actor.Require(ledger.SeeReports); err != nil {
		return File{}, err
	}
	if s.blobs == nil {
		return File{}, ledger.E("unavailable")
	}
	if cmd.Format != sheet.CSV && cmd.Format != sheet.XLSX {
		return File{}, ledger.E("validation_failed").At("format", "not_a_choice")
	}
	if err := cmd.Filter.Check(cmd.Report); err != nil {
		return File{}, err
	}
	text, err := json.Marshal(asked{cmd.Filter, cmd.Display})
	if err != nil {
		return File{}, ledger.E("internal").Because(err)
	}
	id := ledger.NewID()
	err = s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		waits, _, err := store.Value[int](ctx, tx, `SELECT count(*)::int FROM report_files WHERE asked_by = $1 AND state = 'queued'`, actor.PersonID)
		if err != nil {
			return err
		}
		if waits >= MaxQueued {
			return ledger.E("too_many_report_files").With("limit", MaxQueued)
		}
		tx.Audit(ledger.ID{}, "report_file.asked", map[string]any{"file": id, "report": cmd.Report, "format": cmd.Format})
		if _, err := store.Exec(ctx, tx, insertFile, id, actor.OrganizationID, actor.PersonID, actor.Locale, cmd.Report, string(cmd.Format), string(text)); err != nil {
			return err
		}
		return s.jobs.Insert(ctx, tx, Args{actor.OrganizationID, id})
	})
	if err != nil {
		return File{}, err
	}
	return s.Get(ctx, actor, id)
}

const readFiles = `
SELECT id, report, format, state, fault, coalesce(size, 0), asked_at, ended_at, expires_at FROM report_files
WHERE organization_id = $1 AND asked_by = $2 AND expires_at > now() AND ($3::uuid IS NULL OR id = $3) ORDER BY id DESC LIMIT $4`

// List is what the actor has asked for, newest first, as long as it can be downloaded.
func (s *Service) List(ctx context.Context, actor ledger.Actor) ([]File, error) {
	return s.read(ctx, actor, ledger.ID{})
}

// Get is one file of the actor's. Refused: not_found for another's, or one whose day is over.
func (s *Service) Get(ctx context.Context, actor ledger.Actor, id ledger.ID) (File, error) {
	found, err := s.read(ctx, actor, id)
	if err == nil && len(found) == 0 {
		err = ledger.E("not_found")
	}
	if err != nil {
		return File{}, err
	}
	return found[0], nil
}

func (s *Service) read(ctx context.Context, actor ledger.Actor, id ledger.ID) ([]File, error) {
	if err := actor.Require(ledger.SeeReports); err != nil {
		return nil, err
	}
	var out []File
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[File](ctx, tx, readFiles, actor.OrganizationID, actor.PersonID, id, mostShown)
		return err
	})
	return out, err
}

// Download is a ready file with its bytes; the caller closes them. Refused: what Get refuses; report_file_unready.
func (s *Service) Download(ctx context.Context, actor ledger.Actor, id ledger.ID) (File, blob.Content, error) {
	file, err := s.Get(ctx, actor, id)
	if err != nil {
		return File{}, nil, err
	}
	if file.State != Ready {
		return File{}, nil, ledger.E("report_file_unready")
	}
	var sums [][]byte
	err = s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		sums, err = store.Values[[]byte](ctx, tx, `SELECT file_sha256 FROM report_files WHERE id = $1`, id)
		return err
	})
	if err == nil && len(sums) == 0 {
		err = ledger.E("not_found")
	}
	if err != nil {
		return File{}, nil, err
	}
	content, err := s.blobs.Open(ctx, blob.Sum(sums[0]))
	if err != nil {
		return File{}, nil, ledger.E("unavailable").Because(err)
	}
	return file, content, nil
}
