package export

import (
	"context"
	"encoding/json"
	"os"
	"time"

	"hefu/ledger"
	"hefu/ledger/blob"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
	"hefu/ledger/report"
	"hefu/ledger/sheet"
)

// longest is how long a file may take to be made.
const longest = 20 * time.Minute

// forgetEvery is how often rows whose day is over are removed; the bytes follow when those that nothing names are swept.
const forgetEvery = time.Hour

// Args name a file that is to be made.
type Args struct {
	OrganizationID ledger.ID `json:"organization_id"`
	FileID         ledger.ID `json:"file_id"`
}

// Kind names the work.
func (Args) Kind() string { return "report_file" }

// Queue keeps long work out of the way of short.
func (Args) Queue() string { return job.Reporting }

// ForgetArgs ask for rows whose day is over to be removed.
type ForgetArgs struct{}

// Kind names the work.
func (ForgetArgs) Kind() string { return "report_files_forget" }

// Register lets a worker make files and forget old ones.
func (s *Service) Register(r *job.Registry) {
	job.RegisterLong(r, longest, s.Make)
	job.Register(r, func(ctx context.Context, _ ForgetArgs) error {
		_, err := s.Forget(ctx)
		return err
	})
	job.Every(r, forgetEvery, ForgetArgs{})
}

// Forget removes the rows whose day is over, of every organization, and says how many.
func (s *Service) Forget(ctx context.Context) (int64, error) {
	var gone int64
	err := s.db.Write(ctx, ledger.SystemActor(ledger.ID{}, "report files"), func(ctx context.Context, tx *store.Tx) (err error) {
		gone, err = store.Exec(ctx, tx, `DELETE FROM report_files WHERE expires_at < now()`)
		return err
	})
	return gone, err
}

type queued struct {
	AskedBy        ledger.ID
	Locale         string
	Report, Format string
	Asked          string
}

const readQueued = `SELECT asked_by, locale, report, format, asked::text FROM report_files WHERE id = $1 AND state = 'queued'`

// Make makes a file as its asker may see the books now, and tells them. A file that has ended is left as it is. What is refused ends it as
// failed; an error is returned only for what may go better the next time.
func (s *Service) Make(ctx context.Context, args Args) error {
	system := ledger.SystemActor(args.OrganizationID, "report files")
	var wanted queued
	var waits bool
	err := s.db.Read(ctx, system, func(ctx context.Context, tx *store.Tx) (err error) {
		wanted, waits, err = store.Row[queued](ctx, tx, readQueued, args.FileID)
		return err
	})
	if err != nil || !waits {
		return err
	}
	var cmd asked
	if err := json.Unmarshal([]byte(wanted.Asked), &cmd); err != nil {
		return s.end(ctx, system, args.FileID, wanted, ledger.E("internal"), nil, 0)
	}
	person, err := s.parties.Staff(ctx, wanted.AskedBy)
	actor, works := person.Actor(args.OrganizationID, ledger.ID{})
	switch {
	case err != nil && !ledger.IsKind(err, ledger.NotFound):
		return err
	case err != nil || !works:
		return s.end(ctx, system, args.FileID, wanted, ledger.E("not_permitted"), nil, 0)
	}
	actor.Locale = wanted.Locale
	return s.write(ctx, system, actor, args.FileID, wanted, cmd)
}

// write makes the file beside, so that a long one is never in memory, and keeps it.
func (s *Service) write(ctx context.Context, system, actor ledger.Actor, id ledger.ID, wanted queued, cmd asked) error {
	place, err := os.CreateTemp("", "report-*."+wanted.Format)
	if err != nil {
		return ledger.E("unavailable").Because(err)
	}
	defer func() {
		_ = place.Close()           // it was read to its end
		_ = os.Remove(place.Name()) // what is left behind is the system's to clear away
	}()
	err = s.reports.Write(ctx, actor, wanted.Report, cmd.Filter, cmd.Display, sheet.Format(wanted.Format), place)
	if err != nil {
		if ctx.Err() != nil || ledger.IsKind(err, ledger.Unavailable) {
			return err
		}
		return s.end(ctx, system, id, wanted, ledger.AsError(err), nil, 0)
	}
	sum, size, err := blob.Put(ctx, s.blobs, place)
	if err != nil {
		return ledger.E("unavailable").Because(err)
	}
	return s.end(ctx, system, id, wanted, nil, sum[:], size)
}

const endFile = `
UPDATE report_files SET state = CASE $2 WHEN '' THEN 'ready' ELSE 'failed' END, fault = $2, file_sha256 = $3, size = $4, ended_at = now(), expires_at = now() + interval '1 day'
WHERE id = $1 AND state = 'queued'`

// end records how it went and tells who asked, once.
func (s *Service) end(ctx context.Context, system ledger.Actor, id ledger.ID, wanted queued, fault *ledger.Error, sum []byte, size int64) error {
	zh, en := report.Title(wanted.Report)
	told := event.Event{Kind: event.ReportReady, Data: map[string]any{"staff_id": wanted.AskedBy, "file_id": id, "zh": zh, "en": en, "format": wanted.Format}}
	bytes, code := any(size), ""
	if fault != nil {
		bytes, code = nil, fault.Code
		told.Kind, told.Data["fault_zh"], told.Data["fault_en"] = event.ReportFailed, fault.Message("zh-CN"), fault.Message("en")
	}
	return s.db.Write(ctx, system, func(ctx context.Context, tx *store.Tx) error {
		ended, err := store.Exec(ctx, tx, endFile, id, code, sum, bytes)
		if err != nil || ended == 0 {
			return err
		}
		return event.Record(ctx, tx, told)
	})
}
