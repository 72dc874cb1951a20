package export_test

import (
	"bytes"
	"io"
	"testing"

	"hefu/ledger"
	"hefu/ledger/blob"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/export"
	"hefu/ledger/ledgertest"
	"hefu/ledger/report"
	"hefu/ledger/sheet"
)

type desk struct {
	*ledgertest.Books
	services *books.Books
	exports  *export.Service
}

func open(t *testing.T) desk {
	t.Helper()
	b := ledgertest.Open(t)
	blobs, err := blob.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	services, err := books.New(b.DB, books.Options{Blobs: blobs})
	if err != nil {
		t.Fatal(err)
	}
	return desk{b, services, services.Exports}
}

var year = report.Filter{From: calendar.MustParse("2026-01-01"), To: calendar.MustParse("2026-12-31")}

func (d desk) asks(t *testing.T, actor ledger.Actor, cmd export.Command) export.File {
	t.Helper()
	file, err := d.exports.Ask(t.Context(), actor, cmd)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func (d desk) makes(t *testing.T, file export.File) {
	t.Helper()
	if err := d.exports.Make(t.Context(), export.Args{OrganizationID: d.Organization.ID, FileID: file.ID}); err != nil {
		t.Fatal(err)
	}
}

func (d desk) told(t *testing.T, kind string, to ledger.Actor) int {
	t.Helper()
	return ledgertest.Ask[int](t, d.Books, `SELECT count(*)::int FROM hefu.events WHERE kind = $1 AND data ->> 'staff_id' = $2`, kind, to.PersonID.String())
}

func TestAFileMadeInTheBackgroundIsTheFileOfTheReport(t *testing.T) {
	t.Parallel()
	d := open(t)
	ctx, accountant := t.Context(), d.Staff(ledger.ARAccountant)
	d.Receivable(t, d.CNY, "1130.00", "2026-03-10")
	d.Receipt(t, d.USD, "99.00", "2026-03-11")
	for _, format := range []sheet.Format{sheet.CSV, sheet.XLSX} {
		asked := export.Command{Report: "movement-detail", Filter: year, Display: report.Display{HideZero: true, NoTotal: true}, Format: format}
		file := d.asks(t, accountant, asked)
		if file.State != export.Queued {
			t.Errorf("it begins %s", file.State)
		}
		if _, _, err := d.exports.Download(ctx, accountant, file.ID); !ledger.IsCode(err, "report_file_unready") {
			t.Errorf("before it is made: %v", err)
		}
		d.makes(t, file)
		d.makes(t, file) // a second worker finds nothing to do
		made, content, err := d.exports.Download(ctx, accountant, file.ID)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(content)
		if err != nil {
			t.Fatal(err)
		}
		var want bytes.Buffer
		if err := d.services.Reports.Write(ctx, accountant, asked.Report, asked.Filter, asked.Display, format, &want); err != nil {
			t.Fatal(err)
		}
		if made.State != export.Ready || made.Size != int64(len(got)) || !bytes.Equal(got, want.Bytes()) {
			t.Errorf("%s: %+v, %d bytes, want %d", format, made, len(got), want.Len())
		}
		if err := content.Close(); err != nil {
			t.Error(err)
		}
	}
	if n := d.told(t, "report.ready", accountant); n != 2 {
		t.Errorf("the asker was told %d times of two files", n)
	}
}

func TestAFileIsItsAskersAlone(t *testing.T) {
	t.Parallel()
	d := open(t)
	file := d.asks(t, d.Staff(ledger.ARAccountant), export.Command{Report: "movement", Filter: year, Format: sheet.CSV})
	d.makes(t, file)
	for name, other := range map[string]ledger.Actor{"a colleague": d.Staff(ledger.FinanceSupervisor), "another organization's": d.OtherStaff(ledger.ARAccountant)} {
		if _, _, err := d.exports.Download(t.Context(), other, file.ID); !ledger.IsCode(err, "not_found") {
			t.Errorf("%s: %v", name, err)
		}
		if list, err := d.exports.List(t.Context(), other); err != nil || len(list) != 0 {
			t.Errorf("%s sees %d files, %v", name, len(list), err)
		}
	}
	for name, no := range map[string]ledger.Actor{"a customer": d.Contact(d.CNY, ledger.Viewer), "an administrator": d.Staff(ledger.Administrator)} {
		if _, err := d.exports.Ask(t.Context(), no, export.Command{Report: "movement", Format: sheet.CSV}); !ledger.IsCode(err, "not_permitted") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatIsWrongWithARequestIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	d := open(t)
	accountant := d.Staff(ledger.ARAccountant)
	wrong := year
	wrong.Phase = "tomorrow"
	for _, c := range []struct {
		cmd  export.Command
		code string
	}{
		{export.Command{Report: "horoscope", Format: sheet.CSV}, "not_found"},
		{export.Command{Report: "movement", Format: "pdf"}, "validation_failed"},
		{export.Command{Report: "movement", Filter: wrong, Format: sheet.CSV}, "validation_failed"},
	} {
		if _, err := d.exports.Ask(t.Context(), accountant, c.cmd); !ledger.IsCode(err, c.code) {
			t.Errorf("%+v: %v", c.cmd, err)
		}
	}
	for range export.MaxQueued {
		d.asks(t, accountant, export.Command{Report: "movement", Filter: year, Format: sheet.CSV})
	}
	if _, err := d.exports.Ask(t.Context(), accountant, export.Command{Report: "movement", Filter: year, Format: sheet.CSV}); !ledger.IsCode(err, "too_many_report_files") {
		t.Errorf("one more than may wait: %v", err)
	}
}

// Who has left the organization, or lost the right, between asking and making gets no file, and whoever asked for what turns out wrong is told.
func TestAFileIsMadeWithTheRightsOfTheMomentItIsMade(t *testing.T) {
	t.Parallel()
	d := open(t)
	accountant := d.Staff(ledger.ARAccountant)
	file := d.asks(t, accountant, export.Command{Report: "movement", Filter: year, Format: sheet.CSV})
	d.Exec(t, `DELETE FROM hefu.staff_roles WHERE staff_id = $1`, accountant.PersonID.String())
	d.makes(t, file)
	if got, err := d.exports.Get(t.Context(), accountant, file.ID); err != nil || got.State != export.Failed || got.Fault != "not_permitted" || got.Why("en") == "" {
		t.Errorf("who has left: %+v, %v", got, err)
	}
	supervisor := d.Staff(ledger.FinanceSupervisor)
	file = d.asks(t, supervisor, export.Command{Report: "movement", Filter: year, Display: report.Display{Columns: []string{"shoe_size"}}, Format: sheet.CSV})
	d.makes(t, file)
	if got, err := d.exports.Get(t.Context(), supervisor, file.ID); err != nil || got.State != export.Failed || got.Fault != "validation_failed" {
		t.Errorf("a column that is none: %+v, %v", got, err)
	}
	if n := d.told(t, "report.failed", supervisor); n != 1 {
		t.Errorf("told of the failure %d times", n)
	}
}

func TestADayLaterTheFileIsGone(t *testing.T) {
	t.Parallel()
	d := open(t)
	accountant := d.Staff(ledger.ARAccountant)
	file := d.asks(t, accountant, export.Command{Report: "movement", Filter: year, Format: sheet.CSV})
	d.makes(t, file)
	if gone, err := d.exports.Forget(t.Context()); err != nil || gone != 0 {
		t.Errorf("of its day %d are forgotten, %v", gone, err)
	}
	d.Exec(t, `UPDATE hefu.report_files SET expires_at = now() - interval '1 second'`)
	if _, _, err := d.exports.Download(t.Context(), accountant, file.ID); !ledger.IsCode(err, "not_found") {
		t.Errorf("a day later: %v", err)
	}
	if gone, err := d.exports.Forget(t.Context()); err != nil || gone != 1 {
		t.Errorf("after it %d are forgotten, %v", gone, err)
	}
}

// A file that is too long to wait for goes to the background by itself; a short one is written at once.
func TestALongFileGoesToTheBackgroundByItself(t *testing.T) {
	t.Parallel()
	d := open(t)
	ctx, accountant := t.Context(), d.Staff(ledger.ARAccountant)
	for _, on := range []string{"2026-03-10", "2026-03-11", "2026-03-12"} {
		d.Receivable(t, d.CNY, "100.00", on)
	}
	d.Receivable(t, d.USD, "100.00", "2026-03-10")
	d.exports.Bounded(3)
	whole := export.Command{Report: "detail", Filter: year, Format: sheet.CSV}
	file, begun, err := d.exports.Begin(ctx, accountant, whole)
	if err != nil || !begun || file.State != export.Queued {
		t.Fatalf("four rows where three are waited for: %+v, %v, %v", file, begun, err)
	}
	if err := d.exports.Waits(ctx, accountant, whole); !ledger.IsCode(err, "report_file_long") {
		t.Errorf("taken at once: %v", err)
	}
	d.makes(t, file)
	if made, err := d.exports.Get(ctx, accountant, file.ID); err != nil || made.State != export.Ready {
		t.Errorf("made: %+v, %v", made, err)
	}
	short := whole
	short.Filter.CustomerID = d.CNY.ID
	if _, begun, err := d.exports.Begin(ctx, accountant, short); err != nil || begun {
		t.Errorf("three rows: %v, %v", begun, err)
	}
	if _, _, err := d.exports.Begin(ctx, d.Staff(ledger.Administrator), whole); !ledger.IsCode(err, "not_permitted") {
		t.Errorf("an administrator: %v", err)
	}
	if _, _, err := d.exports.Begin(ctx, accountant, export.Command{Report: "horoscope", Format: sheet.CSV}); !ledger.IsCode(err, "not_found") {
		t.Errorf("a report that is none: %v", err)
	}
}
